import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDataId, parseDataId, toggleClass } from './data-id';

describe('data ids', () => {
  it('name a set, or some classes of it', () => {
    expect(parseDataId('mnist')).toEqual({ set: 'mnist', classes: null });
    expect(parseDataId('mnist:8,3,8')).toEqual({ set: 'mnist', classes: [3, 8] });
    expect(parseDataId('own:77')).toEqual({ set: 'own:77', classes: null });
    expect(parseDataId('own:77:2,1')).toEqual({ set: 'own:77', classes: [1, 2] });
    expect(formatDataId({ set: 'emoji', classes: [7, 0] })).toBe('emoji:0,7');
  });

  it('are taken as a whole where they are something else', () => {
    for (const id of ['C:\\images', 'mnist:', 'mnist:three', 'a:1,', 'a:2:3'])
      expect(parseDataId(id)).toEqual({ set: id, classes: null });
  });

  it('come back from what they say', () => {
    const choices = fc.record({
      set: fc.stringMatching(/^[a-z-]+$/),
      classes: fc.option(fc.uniqueArray(fc.nat(300), { minLength: 1 })),
    });
    fc.assert(
      fc.property(choices, ({ set, classes }) => {
        const sorted = classes && classes.toSorted((a, b) => a - b);
        expect(parseDataId(formatDataId({ set, classes }))).toEqual({ set, classes: sorted });
      }),
    );
  });
});

describe('toggleClass', () => {
  it('begins with one class alone, and is all again when none or every class is left', () => {
    expect(toggleClass(null, 3, 10)).toEqual([3]);
    expect(toggleClass([3], 8, 10)).toEqual([3, 8]);
    expect(toggleClass([3, 8], 3, 10)).toEqual([8]);
    expect(toggleClass([8], 8, 10)).toBeNull();
    expect(toggleClass([0, 1], 2, 3)).toBeNull();
  });
});
