import { expect, it } from 'vitest';
import { withoutSkinTone } from './emoji';

it('withoutSkinTone gives all variants of an emoji one name', () => {
  const variants = ['waving-hand', 'waving-hand-dark-skin-tone', 'waving-hand-medium-light-skin-tone'];
  expect(variants.map(withoutSkinTone)).toEqual(['waving-hand', 'waving-hand', 'waving-hand']);
  expect(withoutSkinTone('kiss-man-man-medium-skin-tone-medium-dark-skin-tone')).toBe('kiss-man-man');
  expect(withoutSkinTone('dark-chocolate')).toBe('dark-chocolate');
});
