import type { Measured, MeasureReport } from './measures';

/** How far samples are from real images, by their Fréchet distance as a multiple of what held-out images get. */
export type Closeness = 'near' | 'between' | 'far';

/**
 * What samples lack, by a measure and what held-out images get. `wrong`: samples lie where no real images are (precision).
 * `narrow`: real images lie where no samples are (recall). `alike`: samples resemble each other more than real images do.
 */
export interface Lack {
  kind: 'wrong' | 'narrow' | 'alike';
  value: number;
  baseline: number;
}

/** What is said of a model before any number: how near its samples are, and what they lack. */
export interface QualitySummary {
  /** Null where there are too few images for a baseline. */
  closeness: { kind: Closeness; ratio: number } | null;
  lacks: readonly Lack[];
  /** Classes of which there are fewer samples than a quarter of the share among real images. */
  missing: readonly string[];
}

/** Up to this multiple of the baseline samples count as near, and beyond the other one as far. */
const NEAR = 2;
const FAR = 6;
/** Precision and recall below this share of the baseline's count as a lack. */
const ENOUGH = 0.85;
/** Mean similarity between samples above this multiple of that between real images counts as a lack. */
const ALIKE = 1.25;
const MISSING = 0.25;

/** Sums up a report by its own numbers and their baselines. */
export function summarizeQuality({ frechet, full, diversity, classes }: Pick<MeasureReport, 'frechet' | 'full' | 'diversity' | 'classes'>): QualitySummary {
  const ratio = frechet.value !== null && frechet.baseline !== null && frechet.baseline > 0 ? frechet.value / frechet.baseline : null;
  const lacks = [
    ...lack('wrong', full?.precision, (share) => share < ENOUGH),
    ...lack('narrow', full?.recall, (share) => share < ENOUGH),
    ...lack('alike', diversity, (share) => share > ALIKE),
  ];
  const missing = classes ? classes.names.filter((_, n) => classes.samples[n]! < MISSING * classes.training[n]!) : [];
  return {
    closeness: ratio === null ? null : { kind: ratio <= NEAR ? 'near' : ratio <= FAR ? 'between' : 'far', ratio },
    lacks,
    missing,
  };
}

/** The lack, where the measure's share of its baseline shows one. */
function lack(kind: Lack['kind'], measured: Measured | undefined, isLack: (share: number) => boolean): Lack[] {
  if (!measured || measured.value === null || measured.baseline === null) return [];
  const { value, baseline } = measured;
  return isLack(value / baseline) ? [{ kind, value, baseline }] : [];
}
