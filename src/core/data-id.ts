/** A data set, and the classes of it that are used: indices into its class names, ascending; null for all. */
export interface DataChoice {
  set: string;
  classes: readonly number[] | null;
}

/** A set's id, where one of one's own has a colon in it, and the indices of classes. */
const WITH_CLASSES = /^(own:[^:]+|(?!own:)[^:]+):(\d+(?:,\d+)*)$/;

/** Reads a data id: a set's own id, or one with the classes that are used behind a colon, `mnist:3,8`. */
export function parseDataId(id: string): DataChoice {
  const [, set, list] = WITH_CLASSES.exec(id) ?? [];
  if (set === undefined || list === undefined) return { set: id, classes: null };
  return { set, classes: ascending(list.split(',').map(Number)) };
}

/** The one id of a choice, whatever the order of its classes. */
export function formatDataId({ set, classes }: DataChoice): string {
  return classes === null ? set : `${set}:${ascending(classes).join(',')}`;
}

/** A choice of `total` classes with one of them taken in or left out; null once all are in or none is. */
export function toggleClass(classes: readonly number[] | null, index: number, total: number): number[] | null {
  const all = Array.from({ length: total }, (_, i) => i);
  // The first class that is chosen is chosen alone.
  const next = classes === null ? [index] : all.filter((i) => classes.includes(i) !== (i === index));
  return next.length === 0 || next.length === total ? null : next;
}

function ascending(classes: readonly number[]): number[] {
  return [...new Set(classes)].toSorted((a, b) => a - b);
}
