import { describe, expect, it } from 'vitest';
import { numberClasses } from './classes';
import { climbsOut, folderLabels, inPathOrder, isLitter } from './paths';
import { isSampled } from './sampling';

describe('paths', () => {
  it.each(['a/._b.jpg', '.DS_Store', '__MACOSX/a.jpg', 'x/Thumbs.db', 'desktop.ini'])('%s is litter', (path) => {
    expect(isLitter(path)).toBe(true);
  });
  it.each(['a/b.jpg', '.hidden/b.jpg', 'thumbs/db.png'])('%s is not', (path) => {
    expect(isLitter(path)).toBe(false);
  });
  it.each(['../a.png', 'a/../../b.png', '/etc/a.png', 'C:\\a.png', '\\\\host\\a.png', 'a\\..\\b.png'])('%s climbs out', (path) => {
    expect(climbsOut(path)).toBe(true);
  });
  it.each(['a/b.png', 'a..b/c.png', '...png'])('%s stays', (path) => {
    expect(climbsOut(path)).toBe(false);
  });
});

describe('the order of paths', () => {
  it('is the same for the same files, whoever named them', () => {
    const paths = ['b/2.png', 'B/1.png', 'b/10.png', 'a\u0308.png', 'b\\1.png', '/a/z.png'];
    const ordered = (given: readonly string[]) => inPathOrder(given.map((path) => ({ path }))).map(({ path }) => path);
    const wanted = ['B/1.png', '/a/z.png', 'b\\1.png', 'b/10.png', 'b/2.png', 'a\u0308.png'];
    expect(ordered(paths)).toEqual(wanted);
    expect(ordered(paths.toReversed())).toEqual(wanted);
    expect(ordered(['top/b.png', 'top/\u00e4.png', 'top/a.png'])).toEqual(['top/a.png', 'top/b.png', 'top/\u00e4.png']);
  });
});

describe('labels', () => {
  it('take no notice of a folder around everything', () => {
    for (const around of ['', 'set/', 'in/set/']) {
      expect(folderLabels([`${around}cat/1.jpg`, `${around}dog/1.jpg`])).toEqual(['cat', 'dog']);
      expect(folderLabels([`${around}1.jpg`, `${around}cat/1.jpg`])).toEqual(['', 'cat']);
      expect(folderLabels([`${around}1.jpg`, `${around}2.jpg`])).toEqual([null, null]);
    }
    expect(folderLabels([])).toEqual([]);
  });

  it('are the folders, where there are several', () => {
    expect(folderLabels(['s/train/cat/1.jpg', 's/train/dog/1.jpg', 's/test/cat/2.jpg'])).toEqual(['cat', 'dog', 'cat']);
    expect(folderLabels(['holiday/1.jpg', 'holiday/2.jpg'])).toEqual([null, null]);
    expect(folderLabels(['a/1.jpg', '2.jpg'])).toEqual(['a', '']);
  });

  it('are numbered in the order that people expect, with what has none last', () => {
    expect(numberClasses(['10', '2', '10'], 'set')).toEqual({ classNames: ['2', '10'], labels: Uint8Array.of(1, 0, 1) });
    expect(numberClasses([null, null], 'set')).toEqual({ classNames: ['set'], labels: Uint8Array.of(0, 0) });
    expect(numberClasses(['b', '', 'a'], 'set')).toEqual({ classNames: ['a', 'b', '…'], labels: Uint8Array.of(1, 2, 0) });
  });

  it('fit one byte however many folders there are: the smallest share the last', () => {
    const names = Array.from({ length: 1000 }, (_, i) => (i < 600 ? 'big' : `person ${i}`));
    const { classNames, labels } = numberClasses(names, 'set');
    expect(classNames).toHaveLength(256);
    expect(classNames.at(-1)).toBe('…');
    names.forEach((name, i) => expect([name, '…']).toContain(classNames[labels[i]!]));
    expect(classNames[labels[0]!]).toBe('big');
  });
});

describe('isSampled', () => {
  it('takes just as many as wanted, evenly', () => {
    for (const [total, wanted] of [
      [100, 10],
      [97, 31],
      [5, 5],
      [3, 9],
      [1000, 999],
    ] as const) {
      const taken = Array.from({ length: total }, (_, i) => i).filter((i) => isSampled(i, total, wanted));
      expect(taken).toHaveLength(Math.min(total, wanted));
      const gaps = taken.slice(1).map((index, i) => index - taken[i]!);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    }
  });
});
