import { bindingsOf, declareStorage, forEachInvocation, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/** Adds `slices` vectors of `length` floats in a fixed order. Bindings: partial [slices, length], total [length]. */
export function sumSlices(shape: { slices: number; length: number; label: string }): Program {
  const { slices, length, label } = shape;
  const storage: Storage[] = [
    { name: 'partial', access: 'read', type: 'array<f32>' },
    { name: 'total', access: 'read_write', type: 'array<f32>' },
  ];
  const body = `
  var sum = 0.0;
  for (var j = i; j < ${slices * length}u; j += ${length}u) {
    sum += partial[j];
  }
  total[i] = sum;`;
  return {
    label,
    wgsl: declareStorage(storage) + forEachInvocation(length, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(length),
    flops: slices * length,
  };
}
