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
  if (!('storage' in navigator) || !('FileSystemFileHandle' in self) || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null;
  try {
    return await navigator.storage.getDirectory();
  } catch (error) {
    // A private window may have the functions and refuse their use.
    if (error instanceof DOMException && error.name === 'SecurityError') return null;
    throw error;
  }
}

/** The bytes that this page has taken of the browser's storage, and may take in all; both 0 where it does not tell. */
export async function storageEstimate(): Promise<{ usage: number; quota: number }> {
  if (!('storage' in navigator)) return { usage: 0, quota: 0 };
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usage, quota };
}
