import { databaseShelf } from './shelf-database';
import { fileShelf } from './shelf-files';
import type { Shelf } from './shelf';

const DATABASE = 'own-sets';

/** This browser's place for sets: files where a worker can write them piece by piece, else IndexedDB. */
export async function browserShelf(): Promise<Shelf> {
  const files = await privateFiles();
  return files ? fileShelf(files) : databaseShelf(DATABASE);
}

async function privateFiles(): Promise<FileSystemDirectoryHandle | null> {
  if (!('FileSystemFileHandle' in self) || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch (error) {
    // A private window may have the functions and refuse their use.
    if (error instanceof DOMException && error.name === 'SecurityError') return null;
    throw error;
  }
}
