import { describe, expect, test } from 'vitest';
import { PRESETS } from '../core/presets';
import type { PresetId } from '../core/presets';
import type { Config } from '../core/settings';
import { HARDWARE_TUNING, SOFTWARE_TUNING } from '../gpu/kernels/conv-launch';
import { planCost, planCovers, planExceeds, planStep } from './plan';

const plan = (config: Config, tuning = HARDWARE_TUNING) => planStep(config, { tuning, images: { size: 1024, buffer: null } });

const LIMITS = {
  maxBufferSize: 256 * 2 ** 20,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxComputeWorkgroupsPerDimension: 65_535,
};

describe.each(['tiny', 'class', 'pytorch64'] satisfies PresetId[])('%s', (preset) => {
  test.each([HARDWARE_TUNING, SOFTWARE_TUNING])('takes at most 150 programs a step and the default limits', (tuning) => {
    const step = plan(PRESETS[preset], tuning);
    expect(planCost(step).programs).toBeLessThanOrEqual(150);
    expect(planExceeds(step, LIMITS)).toBeUndefined();
  });

  test('no program has more storage buffers than every device has, nor one twice where it writes', () => {
    for (const { program, slices } of Object.values(plan(PRESETS[preset]).sequences).flat()) {
      expect(program.bindings.length).toBeLessThanOrEqual(8);
      const written = program.bindings.filter(({ access }) => access === 'read_write');
      const read = program.bindings.filter(({ access }) => access === 'read');
      for (const { name } of written) {
        expect(read.map((binding) => slices[binding.name]!.block)).not.toContain(slices[name]!.block);
      }
    }
  });
});

test('counts the multiplies and adds of both updates', () => {
  // D of this config, by hand: 16x16x1 -> 8x8x1 -> 4x4x2 with 4x4 kernels at stride 2, then 32 -> 1.
  const config: Config = { ...PRESETS.tiny, baseFilters: 1, batchSize: 2, zSize: 3 };
  const taps = (size: number) => (4 * (size / 2) - 2) ** 2;
  const network = 2 * (taps(16) + 2 * taps(8));
  const logit = 2 * 32;
  const projection = 2 * 3 * 32;
  // Per image: D's update runs G forward and D forward, filter and input gradients (not the first) on two images;
  // G's update runs D forward and its input gradients, then G's filter and input gradients (not the first).
  const first = 2 * taps(16);
  const ofD = network + projection + 2 * (3 * (network + logit) - first);
  const ofG = 2 * (network + logit) + 2 * network + projection;
  const convolutions = Object.values(plan(config).sequences)
    .flat()
    .filter(({ program }) => program.label.startsWith('conv') && !program.label.includes('sum'));
  expect(convolutions.reduce((sum, { program }) => sum + program.flops, 0)).toBeCloseTo(2 * (ofD + ofG), 6);
});

test('says what exceeds a device', () => {
  expect(planCovers(PRESETS.class, LIMITS, SOFTWARE_TUNING)).toBe(true);
  expect(planCovers({ ...PRESETS.paper64, batchSize: 512 }, LIMITS, SOFTWARE_TUNING)).toMatch(/bytes is more than/);
  const step = plan(PRESETS.class);
  expect(planExceeds(step, { ...LIMITS, maxStorageBufferBindingSize: 1000 })).toMatch(/a buffer of \d+ bytes is more than/);
  expect(planExceeds(step, { ...LIMITS, maxComputeWorkgroupsPerDimension: 1 })).toMatch(/needs \d+ workgroups in a row/);
});
