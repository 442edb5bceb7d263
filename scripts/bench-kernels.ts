import * as tf from '@tensorflow/tfjs';
import { parseArgs } from 'node:util';
import { PRESETS } from '../src/core/presets';
import { tuningFor } from '../src/gpu/kernels/conv-launch';
import { timeKernels, timeMatmul, type KernelTiming } from './kernel-timings';
import { nodeBackend } from './node-backend';

/**
 * Prints every layer's kernels beside tfjs's own, timed in turn on one device: `tsx
 * scripts/bench-kernels.ts`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'class' },
      batch: { type: 'string', default: '16' },
      repeats: { type: 'string', default: '5' },
    },
  });
  const preset = Object.entries(PRESETS).find(([name]) => name === values.preset);
  const [batch, repeats] = [Number(values.batch), Number(values.repeats)];
  if (preset === undefined || !(batch >= 1) || !(repeats >= 1)) {
    console.error('Usage: bench-kernels [--preset tiny|class|pytorch64|paper64] [--batch N] [--repeats N]');
    process.exitCode = 2;
    return;
  }
  const { backend, info } = await nodeBackend();
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const { device } = backend;
  const options = { device, repeats, tuning: tuningFor(info.software) };

  console.log(`${preset[0]}, batch ${batch}, on ${info.adapter}`);
  console.log('layer  kernel           stock ms   ours ms   times  GFLOP/s  difference');
  const before = await timeMatmul(512, options);
  const timings = await timeKernels(preset[1], batch, options, (timing) => console.log(row(timing)));
  const after = await timeMatmul(512, options);
  console.log(`matmul 512: ${before.toFixed(2)} GFLOP/s before, ${after.toFixed(2)} after`);
  for (const kernel of ['forward', 'inputGradient', 'filterGradient'] as const) {
    const rows = timings.filter((timing) => timing.kernel === kernel);
    const [stock, ours] = [total(rows, 'stockMs'), total(rows, 'oursMs')];
    console.log(
      `${kernel}: stock ${stock.toFixed(0)} ms, ours ${ours.toFixed(0)} ms, ${(stock / ours).toFixed(1)} times`,
    );
  }
  device.destroy();
}

function row({ layer, kernel, stockMs, oursMs, gflops, difference }: KernelTiming): string {
  const times = (stockMs / oursMs).toFixed(1);
  return [
    layer.padEnd(6),
    kernel.padEnd(14),
    stockMs.toFixed(1).padStart(10),
    oursMs.toFixed(1).padStart(9),
    times.padStart(7),
    gflops.toFixed(2).padStart(8),
    difference.toExponential(1).padStart(11),
  ].join(' ');
}

function total(rows: readonly KernelTiming[], key: 'stockMs' | 'oursMs'): number {
  return rows.reduce((sum, timing) => sum + timing[key], 0);
}

await main();
