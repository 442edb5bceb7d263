import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { architecture } from '../../core/architecture';
import { PRESETS } from '../../core/presets';
import { convForward } from './conv-forward';
import { convInputGradient } from './conv-input-gradient';
import { HARDWARE_TUNING, SOFTWARE_TUNING, type Tuning } from './conv-launch';
import { expectClose, randomFloats } from './expect-close';
import { convFilterGradient } from './filter-gradient';
import { convFlops, convGeometry, convLabel, convSizes, type ConvGeometry } from './geometry';
import { layerGeometry } from './layer-geometry';
import { run } from './run';

const TOLERANCE = 1e-4;

let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await nodeGpuDevice());
  await tf.setBackend('cpu');
});

/** The three results by the tfjs cpu backend. */
async function reference(g: ConvGeometry, x: Float32Array, weights: Float32Array, dy: Float32Array) {
  const tensors = tf.tidy(() => {
    const input = tf.tensor4d(x, [g.batch, g.inHeight, g.inWidth, g.inChannels]);
    const filter = tf.tensor4d(weights, [g.kernel, g.kernel, g.inChannels, g.outChannels]);
    const upstream = tf.tensor4d(dy, [g.batch, g.outHeight, g.outWidth, g.outChannels]);
    const y = tf.conv2d(input, filter, g.stride, 'same');
    const dx = tf.grad((t: tf.Tensor) => tf.conv2d(t as tf.Tensor4D, filter, g.stride, 'same'))(
      input,
      upstream,
    );
    const dWeights = tf.grad((t: tf.Tensor) => tf.conv2d(input, t as tf.Tensor4D, g.stride, 'same'))(
      filter,
      upstream,
    );
    return { y, dx, dWeights };
  });
  const [y, dx, dWeights] = await Promise.all(Object.values(tensors).map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return { y: y!, dx: dx!, dWeights: dWeights! };
}

async function expectAgreement(g: ConvGeometry, tuning: Tuning): Promise<void> {
  const sizes = convSizes(g);
  const x = randomFloats(sizes.input, 1);
  const weights = randomFloats(sizes.filter, 2);
  const dy = randomFloats(sizes.output, 3);
  const wanted = await reference(g, x, weights, dy);
  const { y } = await run(device, convForward(g, tuning), { x, weights }, { y: sizes.output });
  expectClose(y!, wanted.y, TOLERANCE);
  const { dx } = await run(device, convInputGradient(g, tuning), { dy, weights }, { dx: sizes.input });
  expectClose(dx!, wanted.dx, TOLERANCE);
  const { programs, scratchFloats } = convFilterGradient(g, tuning);
  const scratch = Math.max(1, scratchFloats);
  const { dWeights } = await run(device, programs, { x, dy }, { dWeights: sizes.filter, partial: scratch });
  expectClose(dWeights!, wanted.dWeights, TOLERANCE);
}

const presets = [
  'tiny',
  'class',
  ...(process.env.TEST_LONG === undefined ? [] : (['pytorch64', 'paper64'] as const)),
] as const;
const layers = presets.flatMap((preset) => {
  const { generator, discriminator } = architecture(PRESETS[preset]);
  return [...generator, ...discriminator]
    .map((layer) => layerGeometry(layer, 2))
    .map((geometry) => ({ preset, geometry, label: convLabel(geometry) }));
});
/** Generator and discriminator mirror each other, so most geometries come twice. */
const distinct = [...new Map(layers.map((layer) => [layer.label, layer])).values()];

describe('layers of the presets agree with the cpu backend', () => {
  test.each(distinct)(
    '$preset $label',
    async ({ geometry }) => {
      await expectAgreement(geometry, HARDWARE_TUNING);
      await expectAgreement(geometry, SOFTWARE_TUNING);
    },
    600_000,
  );
});

const shape = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  inHeight: fc.integer({ min: 1, max: 11 }),
  inWidth: fc.integer({ min: 1, max: 11 }),
  inChannels: fc.integer({ min: 1, max: 9 }),
  outChannels: fc.integer({ min: 1, max: 9 }),
  kernel: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 2 }),
});

test('random shapes agree with the cpu backend', async () => {
  const tunings = fc.constantFrom(HARDWARE_TUNING, SOFTWARE_TUNING, {
    rows: 4,
    vectors: 2,
    minInvocations: 1,
  });
  await fc.assert(
    fc.asyncProperty(shape, tunings, async (s, tuning) => expectAgreement(convGeometry(s), tuning)),
    { numRuns: 30 },
  );
}, 180_000);

test('flops are those of a brute-force count', () => {
  fc.assert(
    fc.property(shape, (s) => {
      const g = convGeometry(s);
      const inside = (start: number, size: number) =>
        Array.from({ length: g.kernel }, (_, a) => start + a).filter((i) => i >= 0 && i < size).length;
      let taps = 0;
      for (let i = 0; i < g.outHeight; i++) {
        for (let j = 0; j < g.outWidth; j++) {
          taps += inside(i * g.stride - g.padTop, g.inHeight) * inside(j * g.stride - g.padLeft, g.inWidth);
        }
      }
      expect(convFlops(g)).toBe(2 * g.batch * taps * g.inChannels * g.outChannels);
    }),
  );
});
