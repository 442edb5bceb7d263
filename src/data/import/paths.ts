const LITTER_NAMES = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', '.directory', '__macosx']);

/** Whether a path is one of the small files that operating systems leave in folders and archives. */
export function isLitter(path: string): boolean {
  return partsOf(path).some((part) => part.startsWith('._') || LITTER_NAMES.has(part.toLowerCase()));
}

/** Whether an archive's path could lead out of the folder it is unpacked in. Nothing is unpacked here, but it is a sign of malice. */
export function climbsOut(path: string): boolean {
  return /^([a-z]:|[\\/])/i.test(path) || path.includes('\0') || path.split(/[\\/]/).includes('..');
}

/**
 * The folder that each file lies in, as its label: null for all where they lie in one folder, and the empty text for
 * those in none beside others that do.
 */
export function folderLabels(paths: readonly string[]): (string | null)[] {
  const folders = paths.map((path) => partsOf(path).at(-2) ?? '');
  return new Set(folders).size > 1 ? folders : folders.map(() => null);
}

/** Compares names as people order them: `img2` before `img10`. */
export const COLLATOR = new Intl.Collator('en', { numeric: true });

function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '');
}
