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
 * those in none beside others that do. A folder around all of them counts for nothing: an archive of them may lack it.
 */
export function folderLabels(paths: readonly string[]): (string | null)[] {
  const folders = paths.map((path) => partsOf(path).slice(0, -1));
  const [first = [], ...others] = folders;
  const apart = first.findIndex((part, n) => others.some((folder) => folder[n] !== part));
  const around = apart < 0 ? first.length : apart;
  const labels = folders.map((folder) => folder.slice(around).at(-1) ?? '');
  return new Set(labels).size > 1 ? labels : labels.map(() => null);
}

/**
 * Files in the order of their paths, by their characters' numbers and not by any language's rules: the same files come
 * in the same order from a folder, an archive and a command line, whatever browser gave them.
 */
export function inPathOrder<T extends { path: string }>(files: readonly T[]): T[] {
  const keyed = files.map((file) => ({ file, key: partsOf(file.path.normalize()).join('/') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ file }) => file);
}

/** Compares names as people order them: `img2` before `img10`. */
export const COLLATOR = new Intl.Collator('en', { numeric: true });

function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '');
}
