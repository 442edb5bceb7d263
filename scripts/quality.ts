/**
 * `npm run quality [-- --steps N] [--seed N]... [--set KEY=VALUE]... [--record]`: trains preset `class` on MNIST from
 * scratch on the wasm backend for a fixed number of steps, about 20 minutes on two cores, measures what came of it, and
 * fails where that is worse than what is recorded in quality.json by more than the spread of the recorded seeds. Steps and
 * not minutes, so that a busy machine takes longer but does not do worse: on wasm a seed gave the same measures to the last
 * digit on two machines, with one thread and with several. `--record` writes that file anew; with `--set` or another
 * `--backend` it tells how that does without judging it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SETTINGS, type Config } from '../src/core/settings';
import { Automation } from './lib/automation';
import { summarize } from './lib/measure-summary';
import { judgeQuality, type QualityRecord, type QualityRun } from './lib/quality-record';
import { newConfig, parseTrainOptions, UsageError } from './lib/train-options';
import { TrainingWatch } from './lib/training-watch';

const RECORD = path.join(import.meta.dirname, 'quality.json');
const SEEDS = [1, 2, 3];
const STEPS = 1500;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: String(STEPS) },
    backend: { type: 'string', default: 'wasm' },
    seed: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true, default: [] },
    record: { type: 'boolean', default: false },
  },
});

function configOf(seed: string): Config {
  const settings = [...values.set, `steps=${values.steps}`, `sampleEvery=${SETTINGS.sampleEvery.max}`];
  return newConfig(parseTrainOptions(['--preset', 'class', '--seed', seed, ...settings.flatMap((pair) => ['--set', pair])]));
}

/** Trains and measures; says on which adapter. */
async function trainAndMeasure(config: Config): Promise<QualityRun> {
  const watch = new TrainingWatch();
  const automation = await Automation.open((event) => watch.take(event));
  try {
    await automation.connect(values.backend);
    await automation.request('loadData', { id: 'mnist', imageSize: config.imageSize, channels: config.channels });
    const { id } = await automation.request('createRun', { dataId: 'mnist', config });
    const begun = performance.now();
    await watch.follow(config.steps, () => automation.request('train', { run: id, slow: 0 }));
    const minutes = Number(((performance.now() - begun) / 60_000).toFixed(1));
    const options = { samples: 1000, seed: 1, features: null, quick: false };
    const answer = await automation.request('measure', { model: { run: id }, options, scheduled: false });
    if (!answer) throw new Error('the measurement was cancelled');
    const { step, frechet, frechetBaseline, kid, oneNearestNeighbour, classHistogram } = summarize(answer.report);
    const measures = { frechet, frechetBaseline, kid, oneNearestNeighbour, classHistogram };
    return { seed: config.seed, steps: step, minutes, measures };
  } finally {
    await automation.close();
  }
}

async function readRecord(): Promise<QualityRecord> {
  const text = await readFile(RECORD, 'utf8').catch((cause: unknown) => {
    throw new UsageError('Nothing is recorded to compare with: run `npm run quality -- --record` first.', { cause });
  });
  return JSON.parse(text) as QualityRecord;
}

async function check(): Promise<boolean> {
  const seeds = values.seed ?? (values.record ? SEEDS : SEEDS.slice(0, 1)).map(String);
  const found = { steps: Number(values.steps), runs: [] as QualityRun[] };
  for (const seed of seeds) {
    const run = await trainAndMeasure(configOf(seed));
    found.runs.push(run);
    console.log(JSON.stringify(run));
  }
  if (values.record) {
    const record: QualityRecord = { command: 'npm run quality -- --record', ...found };
    await writeFile(RECORD, `${JSON.stringify(record, undefined, 1)}\n`);
    return true;
  }
  if (values.set.length > 0 || values.backend !== 'wasm') return true;
  const record = await readRecord();
  if (record.steps !== found.steps) throw new UsageError(`The recorded runs made ${record.steps} steps: compare with as many.`);
  const verdicts = found.runs.flatMap((run) => judgeQuality(run, record));
  for (const { measure, value, mean, limit, good } of verdicts)
    console.log(`${good ? 'good' : 'WORSE'}: ${measure} ${value.toFixed(4)}, recorded ${mean.toFixed(4)}, at most ${limit.toFixed(4)}`);
  return verdicts.every(({ good }) => good);
}

try {
  if (!(await check())) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
