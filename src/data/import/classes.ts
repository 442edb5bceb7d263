import { COLLATOR } from './paths';

/** The most classes that one byte a label can tell apart. */
const MOST_CLASSES = 256;
/** The class of what has no label, beside what has, and of all the classes too small to have a number of their own. */
const OTHERS = '…';

/** The classes of images: each image's label is an index into `classNames`. */
export interface Classes {
  classNames: readonly string[];
  labels: Uint8Array<ArrayBuffer>;
}

/**
 * Numbers the classes that images have been given by name, in the order of their names (`2` before `10`). Null, or no
 * name at all, is the class `fallback` where nothing has a name. Past 256 classes the smallest become one.
 */
export function numberClasses(names: readonly (string | null)[], fallback: string): Classes {
  const sizes = new Map<string, number>();
  for (const name of names) if (name) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  if (sizes.size === 0) return { classNames: [fallback], labels: new Uint8Array(names.length) };
  const bySize = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const rest = names.some((name) => !name) || bySize.length > MOST_CLASSES;
  const kept = bySize.slice(0, rest ? MOST_CLASSES - 1 : MOST_CLASSES).sort((a, b) => COLLATOR.compare(a, b));
  const index = new Map(kept.map((name, i) => [name, i]));
  return {
    classNames: rest ? [...kept, OTHERS] : kept,
    labels: Uint8Array.from(names, (name) => (name ? index.get(name) : undefined) ?? kept.length),
  };
}
