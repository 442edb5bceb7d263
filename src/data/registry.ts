import { formatDataId } from '../core/data-id';
import type { DatasetSource } from './dataset';
import { emoji } from './emoji';
import { fashionMnist } from './fashion-mnist';
import { mnist } from './mnist';
import { shapes } from './shapes';

/** The built-in data sets in the order in which they are offered. Adding one is one file and one entry here. */
export const DATASETS: readonly DatasetSource[] = [mnist, fashionMnist, emoji, shapes];

/** The built-in data set with this id. */
export function findDataset(id: string): DatasetSource | undefined {
  return DATASETS.find((source) => source.id === id);
}

/**
 * The data id that a person means by a built-in set's id, with classes behind a colon by name or index where not all are
 * wanted: `emoji:faces,food`. Undefined where there is no such set or class.
 */
export function resolveDataId(text: string): string | undefined {
  const [, set = text, list] = /^([^:]+):(.+)$/.exec(text) ?? [];
  const source = findDataset(set);
  if (!source || list === undefined) return source?.id;
  const { classNames } = source;
  const classes = list.split(',').map((word) => {
    const named = classNames.indexOf(word);
    return named >= 0 || !/^\d+$/.test(word) ? named : Number(word);
  });
  const known = classes.every((index) => index >= 0 && index < classNames.length);
  return known ? formatDataId({ set, classes }) : undefined;
}
