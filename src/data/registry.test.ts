import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATASETS, findDataset, resolveDataId } from './registry';

const BUILT = path.join(import.meta.dirname, '../../public/data');

describe('DATASETS', () => {
  it('has one entry for an id', () => {
    const ids = DATASETS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const source of DATASETS) expect(findDataset(source.id)).toBe(source);
    expect(findDataset('no-such-set')).toBeUndefined();
  });

  it.each(DATASETS)('loads $id as it is announced', async (source) => {
    const fetchFile = async (file: string): Promise<Uint8Array<ArrayBuffer>> =>
      new Uint8Array(await readFile(path.join(BUILT, file)));
    for (const split of ['train', 'heldOut'] as const) {
      const begun = await source.load({ split, size: source.nativeSize, channels: source.channels, fetchFile });
      if (!begun.ok) throw new Error(`${begun.error.message} ${begun.error.detail}`);
      const firstLabels = begun.value.dataset.labels.slice(0, begun.value.dataset.count);
      expect(new Set(firstLabels).size).toBe(source.classNames.length);
      const all = await begun.value.complete;
      if (!all.ok) throw new Error(`${all.error.message} ${all.error.detail}`);
      expect(all.value).toMatchObject({ id: source.id, split, count: source.counts[split] });
      expect(all.value.classNames).toEqual(source.classNames);
      expect(all.value.attribution).toEqual(source.attribution);
    }
  });
});

describe('resolveDataId', () => {
  it('takes classes by name or index', () => {
    expect(resolveDataId('mnist')).toBe('mnist');
    expect(resolveDataId('mnist:8,3')).toBe('mnist:3,8');
    expect(resolveDataId('emoji:food,faces,0')).toBe('emoji:0,3');
    expect(resolveDataId('fashion-mnist:ankle boot')).toBe('fashion-mnist:9');
  });

  it('knows nothing of other sets and classes', () => {
    for (const text of ['cats', 'mnist:10', 'mnist:three', 'mnist:-1', './folder', 'C:\\images'])
      expect(resolveDataId(text)).toBeUndefined();
  });
});
