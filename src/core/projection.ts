import { orthonormalBasis } from './latent-space';
import type { PrincipalComponents } from './pca';

/**
 * Directions in z that move a generator's features along their principal components (Haerkoenen et al. 2020, GANSpace,
 * section 2.1). With scores x_j of n features and the z_j that made them, the basis U that minimises
 * sum_j |U x_j - z_j|^2 is Z^T X (X^T X)^-1; PCA's scores are uncorrelated with variances v_k, so column k is
 * sum_j x_jk z_j / (n v_k). The columns are then made orthonormal, strongest first, so that a slider of one leaves the
 * coordinates along the others alone. Components without variance, or beyond the dimensions of z, give no direction.
 */
export function latentDirections(
  z: Float32Array,
  zSize: number,
  { scores, variances }: Pick<PrincipalComponents, 'scores' | 'variances'>,
): Float32Array<ArrayBuffer>[] {
  const strongest = variances[0] ?? 0;
  const solved = scores.flatMap((x, k) => {
    const variance = variances[k]!;
    if (!(variance > 1e-9 * strongest)) return [];
    const direction = new Float64Array(zSize);
    for (let j = 0; j < x.length; j++)
      for (let i = 0; i < zSize; i++) direction[i]! += x[j]! * z[j * zSize + i]!;
    return [direction.map((sum) => sum / (x.length * variance))];
  });
  return orthonormalBasis(solved).map((axis) => Float32Array.from(axis));
}
