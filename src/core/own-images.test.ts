import { expect, it } from 'vitest';
import { setName } from './own-images';

it('names a set by its file or folder, without the extensions', () => {
  expect(setName('photos/cats.zip')).toBe('cats');
  expect(setName('C:\\photos\\holiday 2.1')).toBe('holiday 2.1');
  expect(setName('train-images-idx3-ubyte.gz')).toBe('train-images-idx3-ubyte');
  expect(setName('x.npy.gz')).toBe('x');
  expect(setName('faces/')).toBe('faces');
  expect(setName('.zip')).toBe('.zip');
});
