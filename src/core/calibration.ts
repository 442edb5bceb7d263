/** Bins of equal width that scores from 0 to 1 fall into. */
export const CALIBRATION_BINS = 10;

/** What D says in one bin and how often it is right. */
export interface CalibrationBin {
  count: number;
  /** Mean score of the images in the bin; NaN where there are none. */
  score: number;
  /** Share of them that are real; NaN where there are none. */
  real: number;
}

/** How well a discriminator's scores keep their word. */
export interface Calibration {
  bins: CalibrationBin[];
  /** Expected calibration error (Guo et al. 2017, equation 3): the mean gap between score and share, by count. */
  error: number;
}

/** Share of images that D judges rightly: real ones scored over one half, or generated ones under it; a half is half. */
export function accuracyOf(scores: ArrayLike<number>, areReal: boolean): number {
  let right = 0;
  for (let i = 0; i < scores.length; i++) {
    const side = Math.sign(scores[i]! - 0.5);
    right += side === 0 ? 0.5 : side > 0 === areReal ? 1 : 0;
  }
  return right / scores.length;
}

/** Calibration of D's scores, in [0, 1], over as many real as generated images: the first of each that both have. */
export function calibration(real: ArrayLike<number>, generated: ArrayLike<number>): Calibration {
  const each = Math.min(real.length, generated.length);
  const sums = Array.from({ length: CALIBRATION_BINS }, () => ({ count: 0, score: 0, real: 0 }));
  for (const [scores, value] of [[real, 1], [generated, 0]] as const)
    for (let i = 0; i < each; i++) {
      const bin = sums[Math.min(CALIBRATION_BINS - 1, Math.floor(scores[i]! * CALIBRATION_BINS))]!;
      bin.count++;
      bin.score += scores[i]!;
      bin.real += value;
    }
  const bins = sums.map((sum) => ({ count: sum.count, score: sum.score / sum.count, real: sum.real / sum.count }));
  const error = sums.reduce((total, sum) => total + Math.abs(sum.score - sum.real), 0) / Math.max(1, 2 * each);
  return { bins, error };
}
