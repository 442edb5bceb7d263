import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../codecs/csv';
import { judge, STEPS_NEEDED } from './health';
import type { Condition, Evidence, HealthMetrics } from './health';
import recordings from './health-recordings.json';
import { METRICS } from './metrics';
import type { MetricName } from './metrics';
import type { Config } from './settings';

/** The last 200 steps of a run as it was recorded, to three digits, with what had been seen of its samples. */
interface Recording {
  config: Pick<Config, 'loss' | 'labelSmoothing'>;
  evidence: Evidence;
  metrics: HealthMetrics;
}

/**
 * Runs of the preset `tiny` on the wasm backend. Healthy: MNIST, seed 1, to step 260; MNIST, seed 2, to step 400;
 * Fashion-MNIST, seed 3, batch 16, to step 300. The others: as the clinic brings them about (core/clinic.ts), at the step
 * at which they were noticed.
 */
const runs = recordings as unknown as Record<string, Recording>;
const verdict = ({ metrics, config, evidence }: Recording, seen: Evidence = evidence) => judge(metrics, config, seen).condition;

const EXPECTED = {
  healthy1: 'learning',
  healthy2: 'learning',
  healthy3: 'learning',
  collapse: 'collapsed',
  dWins: 'dStrong',
  oscillation: 'oscillating',
  vanishing: 'vanishing',
  memorising: 'memorising',
} as const satisfies Record<string, Condition>;

describe('recorded runs', () => {
  it.each(Object.entries(EXPECTED))('%s: %s', (name, condition) => {
    expect(runs[name]!.metrics.lossD).toHaveLength(200);
    expect(verdict(runs[name]!)).toBe(condition);
  });

  it('raise no alarm by curves alone where only samples or memory tell', () => {
    expect(verdict(runs['collapse']!, {})).toBe('learning');
    expect(verdict(runs['memorising']!, {})).toBe('dAhead');
  });

  it('of healthy runs are healthy without evidence too', () => {
    for (const name of ['healthy1', 'healthy2', 'healthy3']) {
      const { metrics, config, evidence } = runs[name]!;
      expect(evidence.diversity).toBeGreaterThan(0.15);
      expect(judge(metrics, config).condition).toBe('learning');
    }
  });

  it('that end in a value which is not finite say so before all else', () => {
    for (const { metrics, config, evidence } of Object.values(runs)) {
      const broken = { ...metrics, lossG: [...Array.from(metrics.lossG).slice(0, -1), Infinity] };
      expect(judge(broken, config, evidence).condition).toBe('notFinite');
    }
  });
});

/** The history of a model that ships with the page, which came to draw well; of every twentieth step. */
function shipped(name: string): { metrics: Record<keyof HealthMetrics, Float64Array>; config: Recording['config'] } {
  const parts = unzipSync(readFileSync(new URL(`../../public/models/${name}.dcgan`, import.meta.url)));
  const text = (part: string) => new TextDecoder().decode(parts[part]);
  const history = readHistory(text('history.csv'), 'history.csv');
  if (!history.ok) throw new Error(history.message.code);
  const rows = history.value;
  const column = (metric: MetricName) => rows.filter((_, at) => at % (METRICS.length + 1) === METRICS.indexOf(metric) + 1);
  const metrics = { lossD: column('lossD'), lossG: column('lossG'), dReal: column('dReal'), dFakeAfter: column('dFakeAfter'), gradNormD: column('gradNormD'), gradNormG: column('gradNormG') };
  const { config } = JSON.parse(text('manifest.json')) as Pick<Recording, 'config'>;
  return { metrics, config };
}

it.each(['mnist', 'fashion-mnist', 'emoji-faces'])('no moment of the whole training of the healthy model %s raises an alarm', (name) => {
  const { metrics, config } = shipped(name);
  const { lossD, lossG, dReal, dFakeAfter, gradNormD, gradNormG } = metrics;
  const seen = Array.from(lossD, (_, row) => {
    const until = (column: Float64Array) => column.subarray(0, row + 1);
    const known = { lossD: until(lossD), lossG: until(lossG), dReal: until(dReal), dFakeAfter: until(dFakeAfter), gradNormD: until(gradNormD), gradNormG: until(gradNormG) };
    return judge(known, config).condition;
  });
  expect(seen.length).toBeGreaterThan(STEPS_NEEDED);
  expect(new Set(seen.slice(STEPS_NEEDED - 1))).toEqual(new Set(['learning']));
});
