import { setName } from '../../core/own-images';
import type { GivenFile } from '../../core/own-images';

/** Whether a drag or a clipboard carries files. */
export function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && Array.from(transfer.types).includes('Files');
}

/**
 * All files that were dropped or pasted, those in folders with their paths; never rejects. To be called within the event
 * itself.
 */
export async function filesOf(transfer: DataTransfer): Promise<GivenFile[]> {
  // The list is emptied when the event ends, so what is in it is taken before anything is awaited.
  const items = Array.from(transfer.items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const given: GivenFile[] = [];
  for (const { entry, file } of items) {
    if (entry?.isDirectory) await walk(entry as FileSystemDirectoryEntry, given);
    else if (file) given.push({ path: file.name, file });
  }
  return given;
}

/** Files that an input has been given, those of a folder with their paths. */
export function filesOfInput({ files }: HTMLInputElement): GivenFile[] {
  return Array.from(files ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The name of a set made of these files: that of the folder or the file that they came as. */
export function nameOf(files: readonly GivenFile[], fallback: string): string {
  const [first] = files;
  if (!first) return fallback;
  const [folder, ...below] = first.path.split('/').filter((part) => part !== '');
  if (below.length > 0 && folder) return folder;
  return files.length === 1 ? setName(first.path) : fallback;
}

async function walk(folder: FileSystemDirectoryEntry, given: GivenFile[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // A reader gives a hundred entries or so at a time, and none when it is through.
    const entries = await new Promise<FileSystemEntry[] | null>((resolve) => reader.readEntries(resolve, () => resolve(null)));
    if (!entries) given.push({ path: pathOf(folder), file: null });
    if (!entries || entries.length === 0) return;
    for (const entry of entries) {
      if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, given);
      else {
        const file = await new Promise<File | null>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(null)));
        given.push({ path: pathOf(entry), file });
      }
    }
  }
}

function pathOf({ fullPath }: FileSystemEntry): string {
  return fullPath.replace(/^\//, '');
}

/**
 * Calls `take` with the files that are dropped anywhere on the page where nothing else takes them, which would have the
 * browser leave the page for them; gives the function that stops it.
 */
export function listenForImages(target: Window, take: (files: Promise<GivenFile[]>) => void): () => void {
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    take(filesOf(event.dataTransfer));
  };
  target.addEventListener('drop', drop);
  return () => target.removeEventListener('drop', drop);
}
