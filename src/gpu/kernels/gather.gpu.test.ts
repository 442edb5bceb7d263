import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { expectClose } from './expect-close';
import { gatherImages } from './gather';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

test.each([
  { low: -1, high: 1 },
  { low: 0, high: 1 },
])('picks images by index and scales bytes to %o', async (range) => {
  const valuesPerImage = 48;
  const bytes = Uint8Array.from({ length: 10 * valuesPerImage }, (_, i) => (i * 37) % 256);
  const chosen = [9, 0, 3, 3];
  const program = gatherImages({ batch: chosen.length, valuesPerImage, range });
  const inputs = {
    images: new Float32Array(bytes.buffer),
    indices: new Float32Array(Uint32Array.from(chosen).buffer),
  };
  const { y } = await run(device, [program], inputs, { y: chosen.length * valuesPerImage });
  const wanted = chosen.flatMap((index) =>
    Array.from({ length: valuesPerImage }, (_, i) => {
      return range.low + (bytes[index * valuesPerImage + i]! / 255) * (range.high - range.low);
    }),
  );
  expectClose(y!, wanted, 1e-6);
});

test.each([[8, 1], [4, 3]])('mirrors some of the images, %i wide with %i channels', async (size, channels) => {
  const valuesPerImage = size * size * channels;
  const bytes = Uint8Array.from({ length: 3 * valuesPerImage }, (_, i) => (i * 37) % 256);
  const flips = [1, 0, 1];
  const program = gatherImages({ batch: 3, valuesPerImage, range: { low: 0, high: 255 }, flip: { size, channels } });
  const words = (values: readonly number[]) => new Float32Array(Uint32Array.from(values).buffer);
  const inputs = { images: new Float32Array(bytes.buffer), indices: words([2, 1, 0]), flips: words(flips) };
  const { y } = await run(device, [program], inputs, { y: 3 * valuesPerImage });
  const wanted = [2, 1, 0].flatMap((index, n) =>
    Array.from({ length: valuesPerImage }, (_, i) => {
      const [row, column, c] = [Math.floor(i / (size * channels)), Math.floor(i / channels) % size, i % channels];
      const source = flips[n] === 1 ? size - 1 - column : column;
      return bytes[index * valuesPerImage + (row * size + source) * channels + c]!;
    }),
  );
  expectClose(y!, wanted, 1e-5);
});

test('0 and 255 meet the ends of the range exactly', async () => {
  const inputs = {
    images: new Float32Array(Uint8Array.of(0, 255, 0, 255).buffer),
    indices: new Float32Array(1),
  };
  const program = gatherImages({ batch: 1, valuesPerImage: 4, range: { low: -1, high: 1 } });
  const { y } = await run(device, [program], inputs, { y: 4 });
  expect(Array.from(y!)).toEqual([-1, 1, -1, 1]);
});
