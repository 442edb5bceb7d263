import { elements } from '../core/architecture';
import type { ParameterSpec } from '../core/architecture';
import { RandomStream } from '../core/random';

/**
 * A parameter's initial value: kernels N(0, weightStd^2) (paper, section 4: 0.02), batch norm's scale N(1, weightStd^2)
 * as in dcgan.torch, shifts and running means 0, running variances 1. Each parameter has a stream of its own, so two
 * of the same shape differ and none depends on the others.
 */
export function initialValue({ name, role, shape }: ParameterSpec, seed: number, weightStd: number): Float32Array {
  const value = new Float32Array(elements(shape));
  const stream = new RandomStream(seed, `init/${name}`);
  switch (role) {
    case 'kernel':
      return stream.fillNormal(value, 0, weightStd);
    case 'gamma':
      return stream.fillNormal(value, 1, weightStd);
    case 'variance':
      return value.fill(1);
    case 'beta':
    case 'bias':
    case 'mean':
      return value;
    default:
      return role satisfies never;
  }
}
