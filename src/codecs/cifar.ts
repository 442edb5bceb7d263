/**
 * CIFAR-10's binary batches (Krizhevsky 2009): records of one label byte and 3,072 bytes of a 32x32 picture, all red ones
 * first, then green, then blue.
 */
export const CIFAR_SIDE = 32;
export const CIFAR_RECORD_BYTES = 1 + 3 * CIFAR_SIDE ** 2;
export const CIFAR_CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/** Whether a file of `size` bytes that begins with `first` can be such a batch. */
export function isCifarBatch(size: number, first: number | undefined): boolean {
  return size > 0 && size % CIFAR_RECORD_BYTES === 0 && first !== undefined && first < CIFAR_CLASS_NAMES.length;
}
