import { bindingsOf, declareStorage, forEachInvocation, gridFor, vectorOf, type Storage } from './elementwise';
import type { Program } from './program';

/** Tensors that one program averages: 1 + 2 each of the eight storage buffers that every device has. */
export const AVERAGED_TENSORS_PER_PROGRAM = 3;

/**
 * Moves the averages of one to three tensors, of `sizes` floats, toward them: mean = keeps mean + (1 - keeps) w.
 * Bindings: keeps (one float), then w and mean of each tensor.
 */
export function moveAverages(sizes: readonly number[]): Program {
  if (sizes.length === 0 || sizes.length > AVERAGED_TENSORS_PER_PROGRAM) {
    throw new RangeError(`a program averages 1 to ${AVERAGED_TENSORS_PER_PROGRAM} tensors`);
  }
  const { width, type } = vectorOf(sizes.every((size) => size % 4 === 0) ? 4 : 1);
  const total = sizes.reduce((sum, size) => sum + size / width, 0);
  const storage: Storage[] = [{ name: 'keeps', access: 'read', type: 'f32' }];
  let first = 0;
  let body = '';
  for (const [n, size] of sizes.entries()) {
    storage.push({ name: `w${n}`, access: 'read', type: `array<${type}>` });
    storage.push({ name: `mean${n}`, access: 'read_write', type: `array<${type}>` });
    const length = size / width;
    body += `
  if (i >= ${first}u && i < ${first + length}u) {
    let j = i - ${first}u;
    mean${n}[j] = mean${n}[j] * keeps + w${n}[j] * (1.0 - keeps);
  }`;
    first += length;
  }
  return {
    label: 'moving average',
    wgsl: declareStorage(storage) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 4 * total * width,
  };
}
