/**
 * What one training step reports, in this order, as one row of numbers.
 *
 * `dFakeBefore` is D's mean score of the fakes in G's update, so before G has moved; `dFakeAfter` its mean score of
 * fresh fakes in D's next update, so after G has moved and before D answers (D_G_z2 and D_G_z1 of the PyTorch
 * example). A score is the probability sigmoid(logit), and for least squares the output itself. A D-only or G-only
 * step leaves the other network's values NaN.
 */
export const METRICS = [
  'lossD',
  'lossG',
  'dReal',
  'dFakeAfter',
  'dFakeBefore',
  'gradNormD',
  'gradNormG',
] as const;
export type MetricName = (typeof METRICS)[number];

/** Which updates a step makes: D then G, or one of the two. */
export type StepPart = 'both' | 'discriminator' | 'generator';

/** The metrics that a step of each part must report as finite numbers. */
export const REPORTED: Record<StepPart, readonly MetricName[]> = {
  both: METRICS,
  discriminator: ['lossD', 'dReal', 'dFakeAfter', 'gradNormD'],
  generator: ['lossG', 'dFakeBefore', 'gradNormG'],
};

/** One step's number (1 for the first) and its metrics in the order of `METRICS`. */
export interface MetricsRow {
  step: number;
  part: StepPart;
  values: Float64Array;
}

/** A row from values in the order of `METRICS`; those that a step of this part does not report become NaN. */
export function metricsRow(step: number, part: StepPart, values: ArrayLike<number>): MetricsRow {
  const reported = METRICS.map((name, i) => (REPORTED[part].includes(name) ? values[i]! : Number.NaN));
  return { step, part, values: Float64Array.from(reported) };
}

/** The order in which a step comes to its metrics: D's scores of reals and fakes before its loss, and D before G. */
const MADE_IN_ORDER: readonly MetricName[] = [
  'dReal',
  'dFakeAfter',
  'lossD',
  'gradNormD',
  'dFakeBefore',
  'lossG',
  'gradNormG',
];

/** The first metric that the step came to and that it should have reported as a finite number but did not; else null. */
export function firstNotFinite({ part, values }: MetricsRow): MetricName | null {
  const bad = (name: MetricName) => REPORTED[part].includes(name) && !Number.isFinite(values[METRICS.indexOf(name)]);
  return MADE_IN_ORDER.find(bad) ?? null;
}

/** What losses settle at when D cannot tell real from fake, by loss: D's (sum of its two halves) and G's. */
export const CHANCE_LEVEL = {
  nonSaturating: { lossD: 2 * Math.LN2, lossG: Math.LN2 },
  leastSquares: { lossD: 0.25, lossG: 0.125 },
  hinge: { lossD: 2, lossG: 0 },
} as const;
