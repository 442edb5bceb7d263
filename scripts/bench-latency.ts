/**
 * Measures how long each of Explore's tools waits for its pictures, in the page itself: at rest and while training.
 * `node --import tsx scripts/bench-latency.ts [--backend webgpu|wasm] [--presets tiny,class] [--repeats 20] [--jobs]`
 * prints one line of JSON; with `--jobs` it times the long tasks too, at rest: how soon each first tells of itself and
 * how long it takes, when the GPU has yet to compile its programs and after another step of training.
 */
import { parseArgs } from 'node:util';
import { METRICS } from '../src/core/metrics';
import { isPresetId, PRESETS } from '../src/core/presets';
import type { RunSummary } from '../src/core/run';
import type { Params, RequestName } from '../src/worker/protocol';
import { Automation } from './lib/automation';

/** Steps before anything is timed, so that the weights are no longer the first ones. */
const STEPS = 5;
/** Inputs of a slider that is dragged, one a frame, of which only the last is waited for. */
const DRAGGED = 30;
/** How many steps a run has to be under way before it counts as training. */
const WARM_STEPS = 3;

interface Interaction {
  what: string;
  /** How many latents the page asks the pictures of. */
  latents: number;
  burst?: number;
}

/** What each tool asks for in one interaction, at the sizes that it starts with. */
const INTERACTIONS: readonly Interaction[] = [
  { what: 'sliders: the large picture', latents: 1 },
  { what: 'sliders: the large picture, after dragging', latents: 1, burst: DRAGGED },
  { what: 'sliders: strips of 10 directions', latents: 50 },
  { what: 'pins: 12 on the shelf', latents: 12 },
  { what: 'walk: 9 stops, 8 steps from each to the next', latents: 65 },
  { what: 'plane: 8 x 8', latents: 64 },
  { what: 'plane: 8 x 8, after dragging', latents: 64, burst: DRAGGED },
  { what: 'plane: 16 x 16', latents: 256 },
  { what: 'plane: the place pointed at', latents: 1, burst: DRAGGED },
  { what: 'arithmetic: 9 results, 9 samples', latents: 18 },
  { what: 'own direction: from end to end', latents: 9 },
];

/** Long tasks, which show their progress and can be cancelled, at the sizes that the page gives them. */
function jobsOf({ id, gridLatents, config }: RunSummary): { [N in RequestName]?: Params<N> } {
  const model = { run: id };
  return {
    directions: { model, count: 10 },
    rawEffects: { model },
    labels: { model },
    neighbours: { model, z: gridLatents.slice(0, config.zSize), count: 8 },
    layOut: { model, samples: 500, reals: 250, method: 'pca', seed: 1 },
    invert: { model, target: { count: 1, size: config.imageSize, rgba: grey(config.imageSize) }, restarts: 6, steps: 200, seed: 1 },
  };
}

interface Waits {
  median: number;
  worst: number;
}

function summarize(waits: readonly number[]): Waits {
  const sorted = waits.toSorted((a, b) => a - b);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return { median: round(sorted[sorted.length >> 1]!), worst: round(sorted.at(-1)!) };
}

async function timeAll(automation: Automation, run: RunSummary, repeats: number): Promise<Record<string, Waits>> {
  const { zSize } = run.config;
  const waits: Record<string, Waits> = {};
  for (const { what, latents, burst } of INTERACTIONS) {
    const z = Float32Array.from({ length: latents * zSize }, (_, i) => run.gridLatents[i % run.gridLatents.length]!);
    const asked = { model: { run: run.id }, z, channel: `bench/${what}` };
    await automation.timings('render', asked, 2); // programs of this size compile
    waits[what] = summarize(await automation.timings('render', asked, repeats, burst));
  }
  return waits;
}

interface TaskWaits {
  first: number;
  whole: number;
}

async function timeJobs(automation: Automation, run: RunSummary): Promise<Record<string, { fresh: TaskWaits; again: TaskWaits }>> {
  const waits: Record<string, { fresh: TaskWaits; again: TaskWaits }> = {};
  for (const [name, params] of Object.entries(jobsOf(run))) {
    const time = async () => {
      // With other weights nothing that was kept is of use.
      await automation.request('step', { run: run.id, part: 'both' });
      const { first, whole } = await automation.taskTiming(name as RequestName, params as Params<RequestName>);
      return { first: Math.round(first), whole: Math.round(whole) };
    };
    waits[name] = { fresh: await time(), again: await time() };
  }
  return waits;
}

/** A grey picture. */
function grey(size: number): Uint8ClampedArray<ArrayBuffer> {
  return new Uint8ClampedArray(size * size * 4).fill(128);
}

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'webgpu' },
    presets: { type: 'string', default: 'tiny,class' },
    repeats: { type: 'string', default: '20' },
    jobs: { type: 'boolean', default: false },
  },
});
const presets = values.presets.split(',').filter(isPresetId);
let step = 0;
const automation = await Automation.open((event) => {
  // Each row begins with its step.
  if (event.type === 'metrics') step = event.rows.at(-1 - METRICS.length) ?? step;
  if (event.type === 'notice' || event.type === 'lost') console.error(event.message.code);
});
try {
  const { backend, adapter, software } = await automation.connect(values.backend);
  const found: Record<string, { rest: object; training: object; jobs?: object }> = {};
  for (const preset of presets) {
    const config = { ...PRESETS[preset], steps: 1_000_000 };
    await automation.request('loadData', { id: 'mnist', imageSize: config.imageSize, channels: config.channels });
    const run = await automation.request('createRun', { dataId: 'mnist', config });
    for (let n = 0; n < STEPS; n++) await automation.request('step', { run: run.id, part: 'both' });
    const rest = await timeAll(automation, run, Number(values.repeats));
    const jobs = values.jobs ? await timeJobs(automation, run) : undefined;
    await automation.request('train', { run: run.id, slow: 0 });
    while (step < STEPS + WARM_STEPS) await new Promise((resolve) => setTimeout(resolve, 50));
    const training = await timeAll(automation, run, Number(values.repeats));
    await automation.request('pause', { run: run.id });
    await automation.request('disposeRun', { run: run.id });
    step = 0;
    found[preset] = { rest, training, jobs };
    console.error(`${preset}: done`);
  }
  console.log(JSON.stringify({ backend, adapter, software, repeats: Number(values.repeats), presets: found }));
} finally {
  await automation.close();
}
