import type { MeasureSummary } from './measure-summary';

/** The numbers that quality is told by. */
export const QUALITY_MEASURES = ['frechet', 'kid', 'oneNearestNeighbour'] as const;
export type QualityMeasure = (typeof QUALITY_MEASURES)[number];

/** One run of the quality check, under one seed. */
export interface QualityRun {
  seed: number;
  steps: number;
  /** What training took, on whatever machine. */
  minutes: number;
  measures: Pick<MeasureSummary, QualityMeasure | 'frechetBaseline' | 'classHistogram'>;
}

/** What was recorded: how runs were made, and the runs. */
export interface QualityRecord {
  command: string;
  steps: number;
  runs: QualityRun[];
}

/** How a run did by one measure beside the recorded ones. */
export interface QualityVerdict {
  measure: QualityMeasure;
  value: number;
  /** Mean of the recorded runs, and the most that passes: the mean and the runs' whole spread. */
  mean: number;
  limit: number;
  good: boolean;
}

/**
 * Holds a run against recorded ones: by each measure, of which lower is better, it may be worse than their mean by at most
 * their spread (the greatest less the least). Throws where nothing is recorded, or a measure is missing.
 */
export function judgeQuality(run: QualityRun, { runs }: Pick<QualityRecord, 'runs'>): QualityVerdict[] {
  if (runs.length < 2) throw new Error('at least two recorded runs are needed to know their spread');
  return QUALITY_MEASURES.map((measure) => {
    const of = ({ measures }: QualityRun): number => {
      const value = measures[measure];
      if (typeof value !== 'number') throw new Error(`a run has no ${measure}`);
      return value;
    };
    const recorded = runs.map(of);
    const mean = recorded.reduce((sum, value) => sum + value, 0) / recorded.length;
    const limit = mean + Math.max(...recorded) - Math.min(...recorded);
    const value = of(run);
    return { measure, value, mean, limit, good: value <= limit };
  });
}
