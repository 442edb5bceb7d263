import { parseAbout } from './about-schema';
import type { OpenFile } from './image-store';
import type { OwnSetAbout } from './own-set';
import type { KeptContent, KeptSet, Pieces, Scratch, Shelf, SideName } from './shelf';

const FOLDER = 'own-sets';
const ABOUT = 'about.json';
const NOTES = 'notes.bin';
const IMAGE_FILES: Record<SideName, string> = { train: 'train.bin', heldOut: 'held-out.bin' };
/** How much of a Blob is written at a time. */
const CHUNK = 8 << 20;

/**
 * Keeps sets in the origin private file system, a folder for each. `about.json` is written last, so that a folder without
 * it is an import that did not end: such folders are deleted when the shelf is opened, unless another tab is at it.
 */
export async function fileShelf(root: FileSystemDirectoryHandle): Promise<Shelf> {
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await sweep(folder);
  const places = async () => {
    const found: { name: string; place: FileSystemDirectoryHandle; about: OwnSetAbout }[] = [];
    for await (const place of folder.values()) {
      if (place.kind !== 'directory') continue;
      const about = await readAbout(place as FileSystemDirectoryHandle);
      if (about) found.push({ name: place.name, place: place as FileSystemDirectoryHandle, about });
    }
    return found;
  };
  const placeOf = async (id: string) => (await places()).find(({ about }) => about.id === id);
  const newPlace = async () => {
    const name = crypto.randomUUID();
    return { name, place: await folder.getDirectoryHandle(name, { create: true }) };
  };
  return {
    list: async () => (await places()).map(({ about }) => about),

    find: async (id) => {
      const found = await placeOf(id);
      return found ? keptSet(found.place, found.about) : null;
    },

    save: async (content) => {
      const { name, place } = await newPlace();
      try {
        await saveTo(place, content);
      } catch (error) {
        await folder.removeEntry(name, { recursive: true });
        throw error;
      }
    },

    update: async (about) => {
      const found = await placeOf(about.id);
      if (found) await writeAbout(found.place, about);
    },

    remove: async (id) => {
      const found = await placeOf(id);
      if (found) await folder.removeEntry(found.name, { recursive: true });
    },

    scratch: async (): Promise<Scratch> => {
      const { name, place } = await newPlace();
      return {
        files: { train: await openFile(place, 'train'), heldOut: await openFile(place, 'heldOut') },
        keep: async (about, notes) => {
          await write(place, NOTES, [notes]);
          await writeAbout(place, about);
        },
        discard: () => folder.removeEntry(name, { recursive: true }),
      };
    },
  };
}

async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const place of folder.values()) {
    if (place.kind !== 'directory' || (await readAbout(place as FileSystemDirectoryHandle))) continue;
    try {
      await folder.removeEntry(place.name, { recursive: true });
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}

/** Whether an error says that a file is open elsewhere. */
export function isBusy(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError';
}

async function readAbout(place: FileSystemDirectoryHandle): Promise<OwnSetAbout | null> {
  try {
    const file = await (await place.getFileHandle(ABOUT)).getFile();
    return parseAbout(JSON.parse(await file.text()));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof DOMException && error.name === 'NotFoundError')) return null;
    throw error;
  }
}

async function keptSet(place: FileSystemDirectoryHandle, about: OwnSetAbout): Promise<KeptSet> {
  const fileOf = async (name: string) => (await place.getFileHandle(name)).getFile();
  return {
    about,
    notes: new Uint8Array(await (await fileOf(NOTES)).arrayBuffer()),
    images: (side) => fileOf(IMAGE_FILES[side]),
    open: (side) => openFile(place, side),
  };
}

async function openFile(place: FileSystemDirectoryHandle, side: SideName): Promise<OpenFile> {
  const handle = await place.getFileHandle(IMAGE_FILES[side], { create: true });
  return { sync: await handle.createSyncAccessHandle(), blob: () => handle.getFile() };
}

async function saveTo(place: FileSystemDirectoryHandle, { about, notes, images }: KeptContent): Promise<void> {
  await write(place, IMAGE_FILES.train, images.train);
  await write(place, IMAGE_FILES.heldOut, images.heldOut);
  await write(place, NOTES, [notes]);
  await writeAbout(place, about);
}

function writeAbout(place: FileSystemDirectoryHandle, about: OwnSetAbout): Promise<void> {
  return write(place, ABOUT, [new TextEncoder().encode(JSON.stringify(about))]);
}

async function write(place: FileSystemDirectoryHandle, name: string, pieces: Pieces): Promise<void> {
  const handle = await place.getFileHandle(name, { create: true });
  const file = await handle.createSyncAccessHandle();
  try {
    file.truncate(0);
    let at = 0;
    for (const piece of pieces)
      for (const part of piece instanceof Blob ? slices(piece) : [piece]) {
        const bytes = part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : part;
        const written = file.write(bytes, { at });
        if (written !== bytes.length) throw new DOMException(`${name} took fewer bytes than given`, 'QuotaExceededError');
        at += bytes.length;
      }
    file.flush();
  } finally {
    file.close();
  }
}

function slices(blob: Blob): Blob[] {
  return Array.from({ length: Math.ceil(blob.size / CHUNK) }, (_, i) => blob.slice(i * CHUNK, (i + 1) * CHUNK));
}
