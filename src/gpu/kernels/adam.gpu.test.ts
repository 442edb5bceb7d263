import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { adam, adamStep } from './adam';
import { expectClose, randomFloats } from './expect-close';
import { run } from './run';

const settings = { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

/** One update as the paper's algorithm 1 has it, with the bias-corrected moments written out. */
function reference(w: number, g: number, m: number, v: number, rate: number, t: number): [number, number, number] {
  const m1 = settings.beta1 * m + (1 - settings.beta1) * g;
  const v1 = settings.beta2 * v + (1 - settings.beta2) * g * g;
  const mHat = m1 / (1 - settings.beta1 ** t);
  const vHat = v1 / (1 - settings.beta2 ** t);
  return [w - (rate * mHat) / (Math.sqrt(vHat) + settings.epsilon), m1, v1];
}

test.each([
  [[8], [4]],
  [[1], [3]],
  [
    [12, 300],
    [64, 0],
  ],
  [
    [5, 8],
    [0, 64],
  ],
])('updates tensors of %j floats with gradients at %j', async (counts, gradientsAt) => {
  const gradients = randomFloats(384, 1);
  const parameters = counts.map((size, p) => ({ size, gradientAt: gradientsAt[p]! }));
  const tensors: Record<string, Float32Array<ArrayBuffer>> = {};
  for (const [p, { size }] of parameters.entries()) {
    tensors[`w${p}`] = randomFloats(size, 10 + p);
    tensors[`m${p}`] = randomFloats(size, 20 + p);
    tensors[`v${p}`] = randomFloats(size, 30 + p).map(Math.abs);
  }
  const rate = 2e-2;
  const t = 7;
  const step = Float32Array.from(adamStep(rate, t, settings));
  const program = adam(parameters, settings);
  const { launchInputs, results } = await runInPlace(program, { step, gradients, ...tensors }, Object.keys(tensors));
  for (const [p, { size, gradientAt }] of parameters.entries()) {
    const wanted = Array.from({ length: size }, (_, i) =>
      reference(
        launchInputs[`w${p}`]![i]!,
        gradients[gradientAt + i]!,
        launchInputs[`m${p}`]![i]!,
        launchInputs[`v${p}`]![i]!,
        rate,
        t,
      ),
    );
    expectClose(results[`w${p}`]!, wanted.map(([w]) => w), 1e-6);
    expectClose(results[`m${p}`]!, wanted.map(([, m]) => m), 1e-6);
    expectClose(results[`v${p}`]!, wanted.map(([, , v]) => v), 1e-6);
  }
});

async function runInPlace(
  program: ReturnType<typeof adam>,
  inputs: Record<string, Float32Array<ArrayBuffer>>,
  names: readonly string[],
) {
  const { prepare } = await import('./run');
  const launch = await prepare(device, [program], inputs, {});
  launch.submit();
  const results: Record<string, Float32Array> = {};
  for (const name of names) results[name] = await launch.read(name);
  launch.destroy();
  return { launchInputs: inputs, results };
}

test('a gradient of zero at rest changes nothing', async () => {
  const inputs = { step: Float32Array.from(adamStep(1e-3, 1, settings)), gradients: new Float32Array(4) };
  const program = adam([{ size: 4, gradientAt: 0 }], settings);
  const { w0 } = await run(device, [program], inputs, { w0: 4, m0: 4, v0: 4 });
  expect(Array.from(w0!)).toEqual([0, 0, 0, 0]);
});

test('the first step moves by the rate, against the sign of the gradient', async () => {
  const inputs = { step: Float32Array.from(adamStep(1e-3, 1, settings)), gradients: Float32Array.of(3, -7e-3, 1e3, -20) };
  const program = adam([{ size: 4, gradientAt: 0 }], settings);
  const { w0 } = await run(device, [program], inputs, { w0: 4, m0: 4, v0: 4 });
  expectClose(w0!, [-1e-3, 1e-3, -1e-3, 1e-3], 1e-5);
});

test('refuses more parameters than every device has buffers for', () => {
  const one = { size: 4, gradientAt: 0 };
  expect(() => adam([one, one, one], settings)).toThrow(RangeError);
});
