import { PRESETS, PRESET_IDS } from '../src/core/presets';
import type { Config } from '../src/core/settings';
import { expect, test } from './fixtures';
import type {} from './pages/gradient-parity';

const LONG = Boolean(process.env.TEST_LONG);
/** The 64-pixel presets as they are take minutes on a software GPU; thinner ones have the same layers. */
const STAND_IN_FILTERS = 8;

const variants: Record<string, Config> = {
  ...Object.fromEntries(PRESET_IDS.map((id) => [id, PRESETS[id]])),
  'tiny, pooling': { ...PRESETS.tiny, resampling: 'pooling' },
  'tiny, least squares and a hidden layer': { ...PRESETS.tiny, loss: 'leastSquares', hiddenLayer: true, batchNormD: 'off' },
  'tiny, hinge, tanh and a linear output': { ...PRESETS.tiny, loss: 'hinge', activationG: 'tanh', outputG: 'linear', kernel: 5 },
};

for (const [name, preset] of Object.entries(variants)) {
  const thin = preset.imageSize >= 64 && !LONG;
  test(`one D and G step on WebGPU has the gradients of the cpu backend: ${name}`, async ({ page }) => {
    test.setTimeout(LONG ? 1_200_000 : 120_000);
    const config = { ...preset, batchSize: 2, ...(thin ? { baseFilters: STAND_IN_FILTERS } : {}) };
    await page.goto('test/gradient-parity.html');
    const deviations = await page.evaluate((chosen) => globalThis.gradientParity(chosen), config);
    expect(deviations.length).toBeGreaterThan(0);
    for (const { parameter, relative, largest } of deviations) {
      expect(largest, `${parameter} has a gradient`).toBeGreaterThan(0);
      expect(relative, `${parameter} deviates`).toBeLessThan(1e-4);
    }
  });
}
