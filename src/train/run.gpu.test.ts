import { beforeAll, expect, it } from 'vitest';
import { nodeBackend } from '../../scripts/node-backend';
import type { NodeBackend } from '../../scripts/node-backend';
import type { TensorMap } from '../core/checkpoint';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { SOFTWARE_TUNING } from '../gpu/kernels/conv-launch';
import { readCheckpoint } from './checkpoint';
import { PlanStepper } from './plan-stepper';
import { Run } from './run';
import { testData } from './testing';
import type { Trainee } from './tfjs-stepper';

const CONFIG: Config = { ...PRESETS.tiny, baseFilters: 4, zSize: 8, batchSize: 4, emaDecay: 0.9, seed: 5 };
/** What a WebGPU run may differ by, relative to the largest value of a tensor. */
const TOLERANCE = 1e-5;

let gpu: NodeBackend;
beforeAll(async () => {
  gpu = await nodeBackend();
});

async function newRun(): Promise<Run> {
  const make = (trainee: Trainee) => new PlanStepper(trainee, gpu.backend, SOFTWARE_TUNING);
  const run = new Run('test', testData(CONFIG), CONFIG, make);
  await run.stepper.prepare(() => undefined);
  return run;
}

async function train(run: Run, steps: number): Promise<void> {
  for (let n = 0; n < steps; n++) {
    await run.advance('both');
    expect((await run.collect(0)).failed).toBeUndefined();
  }
}

function largestError(found: TensorMap, wanted: TensorMap): number {
  let error = 0;
  for (const [name, { values }] of wanted) {
    const scale = Math.max(1, ...values.map(Math.abs));
    values.forEach((value, i) => (error = Math.max(error, Math.abs(found.get(name)!.values[i]! - value) / scale)));
  }
  return error;
}

it('the planned step goes on from a checkpoint, and from a snapshot, as if it had never stopped', async () => {
  const straight = await newRun();
  await train(straight, 40);
  const wanted = await straight.checkpoint();
  const first = await newRun();
  await train(first, 20);
  const resumed = await newRun();
  resumed.goTo(await first.checkpoint());
  await train(resumed, 20);
  await train(first, 5);
  // A checkpoint is where a run is taken back to; nothing was wrong with the steps since.
  expect(await first.recover(25)).toEqual({ good: 20, place: { kind: 'outside' } });
  await train(first, 20);
  for (const run of [resumed, first]) {
    const found = await run.checkpoint();
    for (const part of ['generator', 'discriminator', 'average', 'optimizer'] as const)
      expect(largestError(found[part], wanted[part]), part).toBeLessThan(TOLERANCE);
    expect(found.random).toEqual(wanted.random);
    expect(found.adamTime).toEqual(wanted.adamTime);
  }
  for (const run of [straight, first, resumed]) run.dispose();
});

it('the planned step is bit for bit the same after its half has been looked at', async () => {
  const [looked, plain] = [await newRun(), await newRun()];
  await train(looked, 3);
  await train(plain, 3);
  const before = await plain.checkpoint();
  let half: TensorMap | undefined;
  const batch = await looked.afterD(async (drawn) => {
    half = (await readCheckpoint(looked, before)).discriminator;
    return drawn;
  });
  expect(batch.indices).toHaveLength(CONFIG.batchSize);
  // D had learned while it was looked at, so there was something to take back.
  expect(half).not.toEqual(before.discriminator);
  expect(await looked.checkpoint()).toEqual(before);
  for (const run of [looked, plain]) await run.advance('both');
  expect(await looked.collect(0)).toEqual(await plain.collect(0));
  expect(await looked.checkpoint()).toEqual(await plain.checkpoint());
  for (const run of [looked, plain]) run.dispose();
});
