import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import {
  HARDWARE_TUNING,
  MAX_FLOPS_PER_DISPATCH,
  SOFTWARE_TUNING,
  chooseTile,
  launch,
  tileCount,
  type Kernel,
} from './conv-launch';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await nodeGpuDevice());
});

const counting: Omit<Kernel, 'invocations' | 'flops'> = {
  label: 'count',
  storage: [{ name: 'visits', access: 'read_write', type: 'array<f32>' }],
  body: '  visits[index] += 1.0;',
};

test('every invocation runs once, whether in one dispatch or in several', async () => {
  for (const [invocations, flops] of [
    [1, 1],
    [1000, MAX_FLOPS_PER_DISPATCH],
    [1000, 6.5 * MAX_FLOPS_PER_DISPATCH],
  ] as const) {
    const programs = launch({ ...counting, invocations, flops });
    expect(programs.length).toBe(Math.ceil(flops / MAX_FLOPS_PER_DISPATCH));
    const { visits } = await run(device, programs, {}, { visits: invocations });
    expect(visits).toEqual(new Float32Array(invocations).fill(1));
  }
});

test('the parts of a kernel share its flops, none above the bound, inside the limits of a dispatch', () => {
  const flopsRange = { min: 1, max: 1e12, noNaN: true };
  const cases = fc.record({ invocations: fc.integer({ min: 1, max: 1e8 }), flops: fc.double(flopsRange) });
  fc.assert(
    fc.property(cases, ({ invocations, flops }) => {
      const programs = launch({ ...counting, invocations, flops });
      const total = programs.reduce((sum, program) => sum + program.flops, 0);
      expect(total / flops).toBeCloseTo(1, 9);
      for (const { flops: share, workgroups } of programs) {
        if (flops / invocations < 1e6) expect(share).toBeLessThanOrEqual(1.001 * MAX_FLOPS_PER_DISPATCH);
        expect(Math.max(...workgroups)).toBeLessThanOrEqual(65_535);
      }
    }),
  );
});

test('tiles cut no vector, keep within the tuning and cover the map', () => {
  const size = fc.integer({ min: 1, max: 70 });
  const extents = fc.record({ height: size, width: size, vectors: size, copies: size });
  fc.assert(
    fc.property(extents, fc.constantFrom(HARDWARE_TUNING, SOFTWARE_TUNING), (extent, tuning) => {
      const tile = chooseTile(extent, tuning);
      expect(extent.vectors % tile.vectors).toBe(0);
      expect(tile.vectors).toBeLessThanOrEqual(tuning.vectors);
      expect(tile.height * tile.width).toBeLessThanOrEqual(tuning.rows);
      const outputs = tileCount(extent, tile) * tile.height * tile.width * tile.vectors;
      expect(outputs).toBeGreaterThanOrEqual(extent.height * extent.width * extent.vectors * extent.copies);
    }),
  );
});
