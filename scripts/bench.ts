/**
 * `npm run bench`: a training step by our planned kernels beside the same step by stock tfjs, on one adapter in one
 * run. In a headless browser, or with `--runtime node` through Dawn, where a machine has a GPU but no browser.
 */
import { parseArgs } from 'node:util';
import type { BenchRequest } from '../e2e/pages/bench';
import { checkConfig, parseSetting } from '../src/core/config';
import { isPresetId, PRESET_IDS, PRESETS } from '../src/core/presets';
import type { Config } from '../src/core/settings';
import { messageText } from '../src/i18n/text';
import { launchBrowser } from './lib/browser';
import { ensureTestPages } from './lib/page';
import { DIST_TEST } from './lib/paths';
import { serveFolders } from './lib/static-server';
import { nodeBackend } from './node-backend';
import { peerCovers } from './peer-jax';
import { benchSteps } from './step-timings';
import type { BenchOptions, StepBench } from './step-timings';

const USAGE = `npm run bench -- [--preset ${PRESET_IDS.join('|')}] [--batch N] [--set KEY=VALUE] [--repeats N]
  [--runtime browser|node] [--software] [--steps-only] [--peer] [--json]`;

/** An argument that cannot be used; its message is all that is printed. */
class UsageError extends Error {}

interface Arguments {
  preset: string;
  config: Config;
  repeats: number;
  runtime: 'browser' | 'node';
  software: boolean;
  stepsOnly: boolean;
  peer: boolean;
  json: boolean;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'class' },
      batch: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      repeats: { type: 'string', default: '5' },
      runtime: { type: 'string', default: 'browser' },
      backend: { type: 'string', default: 'webgpu' },
      software: { type: 'boolean', default: false },
      'steps-only': { type: 'boolean', default: false },
      peer: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (!isPresetId(values.preset)) throw new UsageError(`--preset takes ${PRESET_IDS.join(', ')}, not "${values.preset}".`);
  if (values.backend !== 'webgpu') throw new UsageError(`The benchmark is of WebGPU; it cannot run on "${values.backend}".`);
  if (values.runtime !== 'browser' && values.runtime !== 'node')
    throw new UsageError(`--runtime takes browser or node, not "${values.runtime}".`);
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) throw new UsageError('--repeats takes a whole number from 1.');
  let config: Config = PRESETS[values.preset];
  const changes = values.batch === undefined ? values.set : [...values.set, `batchSize=${values.batch}`];
  for (const change of changes) {
    const [key, value] = change.split('=');
    const read = parseSetting(key!, value ?? '');
    if (!read.ok) throw new UsageError(messageText('en', read.message));
    config = { ...config, ...read.value };
  }
  const [wrong] = Object.values(checkConfig(config));
  if (wrong) throw new UsageError(messageText('en', wrong));
  const { preset, runtime, software, peer, json } = values;
  if (peer && runtime === 'node') throw new UsageError('jax-js has WebGPU in browsers alone: --peer goes with --runtime browser.');
  if (peer && !peerCovers(config)) throw new UsageError('--peer knows the paper\'s layers and loss alone, without the switches.');
  return { preset, config, repeats, runtime, software, stepsOnly: values['steps-only'], peer, json };
}

async function inNode(options: BenchOptions): Promise<StepBench> {
  const { backend, info, errors } = await nodeBackend();
  const bench = await benchSteps(info, options);
  if (errors.length > 0) throw new Error(`The GPU reported errors: ${errors.map(({ message }) => message).join('; ')}`);
  backend.device.destroy();
  return bench;
}

async function inBrowser({ report, ...options }: BenchOptions, software: boolean): Promise<StepBench> {
  await ensureTestPages();
  const served = await serveFolders({ '/test/': DIST_TEST }, 0);
  const browser = await launchBrowser(software);
  try {
    const page = await browser.newPage();
    await page.exposeFunction('reportBench', report);
    await page.goto(`${served.url}test/bench.html`);
    return await page.evaluate((chosen: BenchRequest) => globalThis.bench(chosen), options);
  } finally {
    await browser.close();
    await served.close();
  }
}

function table({ adapter, batch, stock, ours, peer, speedup }: StepBench, preset: string): string {
  const row = (name: string, a: number, b: number, digits: number) =>
    `${name.padEnd(22)}${a.toFixed(digits).padStart(12)}${b.toFixed(digits).padStart(12)}`;
  return [
    `${preset}, batch ${batch}, on ${adapter}`,
    `${''.padEnd(22)}${'stock tfjs'.padStart(12)}${'ours'.padStart(12)}`,
    row('ms per step', stock.msPerStep, ours.msPerStep, 2),
    row('JavaScript ms per step', stock.jsMsPerStep, ours.jsMsPerStep, 2),
    row('images/s', stock.imagesPerSecond, ours.imagesPerSecond, 1),
    row('programs per step', stock.programsPerStep, ours.programsPerStep, 0),
    row('first step, ms', stock.firstStepMs, ours.firstStepMs, 0),
    row('MB on the GPU', stock.gpuBytes / 1e6, ours.gpuBytes / 1e6, 1),
    `${speedup.toFixed(1)} times as fast; ${ours.gflops.toFixed(2)} GFLOP/s, ${(100 * ours.shareOfMatmul).toFixed(0)} % of ` +
      `our best matrix product's ${ours.matmulGflops.toFixed(2)}`,
    ...(peer ? [`${peer.name}: ${peer.msPerStep.toFixed(2)} ms per step, ${peer.jsMsPerStep.toFixed(2)} of JavaScript`] : []),
  ].join('\n');
}

try {
  const { preset, config, repeats, runtime, software, stepsOnly, peer, json } = readArguments();
  const options = { config, repeats, stepsOnly, peer, report: (line: string) => console.error(line) };
  const bench = runtime === 'node' ? await inNode(options) : await inBrowser(options, software);
  const { adapter, batch, ...measured } = bench;
  console.log(json ? JSON.stringify({ adapter, preset, batch, runtime, ...measured }) : table(bench, preset));
} catch (error) {
  const usage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(usage ? `${(error as Error).message}\n${USAGE}` : error);
  process.exitCode = usage ? 2 : 1;
}
