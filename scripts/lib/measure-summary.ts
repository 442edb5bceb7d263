import type { Measured, MeasureReport } from '../../src/core/measures';

/** The measures of one model as one flat record, for a line of JSON. */
export function summarize(report: MeasureReport) {
  const { step, dataId: data, options, counts, features, frechet, kid, diversity, classes, discriminator, full } = report;
  const pair = ({ value, baseline }: Measured) => [value, baseline] as const;
  const [oneNearestNeighbour, oneNearestNeighbourBaseline] = full ? pair(full.oneNearestNeighbour) : [];
  const [precision, precisionBaseline] = full ? pair(full.precision) : [];
  const [recall, recallBaseline] = full ? pair(full.recall) : [];
  const [slicedWasserstein, slicedWassersteinBaseline] = full ? pair(full.slicedWasserstein) : [];
  const memory = full?.memorisation;
  return {
    data,
    step,
    n: counts.samples,
    training: counts.training,
    heldOut: counts.heldOut,
    seed: options.seed,
    features: features.kind,
    featureCount: features.columns,
    featureAccuracy: features.network?.accuracy ?? null,
    featureWeights: features.network?.sha256 ?? null,
    frechet: frechet.value,
    frechetBaseline: frechet.baseline,
    kid: kid.value,
    kidStd: kid.std,
    kidBaseline: kid.baseline,
    oneNearestNeighbour,
    oneNearestNeighbourBaseline,
    precision,
    precisionBaseline,
    recall,
    recallBaseline,
    slicedWasserstein,
    slicedWassersteinBaseline,
    diversity: diversity.value,
    diversityReal: diversity.baseline,
    classDiversity: full?.classDiversity ?? null,
    classHistogram: classes?.samples ?? null,
    classHistogramReal: classes?.training ?? null,
    memorisation: memory ? { share: memory.share, samples: memory.samples, pool: memory.pool } : null,
    discriminator: {
      training: discriminator.training,
      heldOut: discriminator.heldOut,
      generated: discriminator.generated,
      calibrationError: discriminator.calibrationError,
    },
  };
}

/** The measures of one model, as they are written to a file or compared with one. */
export type MeasureSummary = ReturnType<typeof summarize>;
