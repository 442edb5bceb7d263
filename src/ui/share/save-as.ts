import { saveFile } from '../explore/save-file';

/** The part of the File System Access API that saving needs; not every browser has it. */
interface SaveFilePicker {
  showSaveFilePicker(options: {
    suggestedName: string;
    types: readonly { description: string; accept: Record<string, readonly string[]> }[];
  }): Promise<{ createWritable(): Promise<WritableStream & { write(data: Blob): Promise<void>; close(): Promise<void> }> }>;
}

/**
 * Saves a file where the person says; as a download where the browser cannot ask, or asks no more because the file took
 * long to make. False when the person changes their mind.
 */
export async function saveAs(blob: Blob, name: string, description: string): Promise<boolean> {
  const extension = name.slice(name.lastIndexOf('.'));
  if (!canPick(window) || !navigator.userActivation.isActive) {
    saveFile(blob, name);
    return true;
  }
  try {
    const types = [{ description, accept: { 'application/octet-stream': [extension] } }];
    const handle = await window.showSaveFilePicker({ suggestedName: name, types });
    const file = await handle.createWritable();
    await file.write(blob);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false;
    throw error;
  }
}

function canPick(target: Window): target is Window & SaveFilePicker {
  return 'showSaveFilePicker' in target;
}
