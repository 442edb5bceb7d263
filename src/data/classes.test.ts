import { describe, expect, it } from 'vitest';
import { chooseClasses } from './classes';
import type { Dataset } from './dataset';
import { imageRange, imagesAt } from './gather';

const labels = Uint8Array.of(0, 2, 1, 2, 0, 1, 2);
/** Images of one pixel whose value is their index; capacity beyond what is there. */
const dataset: Dataset = {
  id: 'numbers',
  hash: 'abc',
  split: 'train',
  size: 1,
  channels: 3,
  classNames: ['a', 'b', 'c'],
  attribution: { source: '', url: '', licence: '' },
  images: Uint8Array.from({ length: 9 * 3 }, (_, i) => Math.floor(i / 3)),
  labels: Uint8Array.of(...labels, 2, 2),
  capacity: 9,
  count: 7,
};
const fromFile: Dataset = {
  ...dataset,
  images: new Uint8Array(0),
  readImages: (indices) => Uint8Array.from(Array.from(indices).flatMap((i) => [i, i, i])),
};

describe.each([['in memory', dataset], ['in a file', fromFile]])('classes of a set %s', (_, whole) => {
  it('hold the images with their labels, in their order, and none that is not there', () => {
    const chosen = chooseClasses(whole, [2, 0]);
    expect(chosen).toMatchObject({ id: 'numbers:0,2', hash: 'abc:0,2', count: 5, capacity: 5, classNames: ['a', 'b', 'c'] });
    expect([...chosen.labels]).toEqual([0, 2, 2, 0, 2]);
    const firsts = (images: Uint8Array) => [...images].filter((__, i) => i % 3 === 0);
    expect(firsts(imageRange(chosen, 0, 5))).toEqual([0, 1, 3, 4, 6]);
    expect(firsts(imagesAt(chosen, Uint32Array.of(4, 1)))).toEqual([6, 1]);
  });

  it('may be empty', () => {
    expect(chooseClasses({ ...whole, count: 1 }, [1]).count).toBe(0);
  });
});
