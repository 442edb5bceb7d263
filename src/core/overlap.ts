import { paddingBefore } from './receptive-field';

/**
 * Along one axis, how many kernel positions reach each place of the larger map of a convolution with tfjs's `same`
 * padding: how often a strided convolution reads a pixel, or a fractionally-strided one writes it. In two dimensions
 * the counts of both axes multiply. Uneven counts make checkerboards (Odena et al. 2016): a kernel of 4 at stride 2
 * gives 2 everywhere inside, one of 5 gives 2 and 3 by turns, so 4, 6 and 9.
 */
export function overlapCounts(small: number, kernel: number, stride: number): number[] {
  const large = small * stride;
  const padding = paddingBefore(large, small, kernel, stride);
  const counts = Array.from({ length: large }, () => 0);
  for (let position = 0; position < small; position++)
    for (let tap = 0; tap < kernel; tap++) {
      const place = position * stride - padding + tap;
      if (place >= 0 && place < large) counts[place]!++;
    }
  return counts;
}
