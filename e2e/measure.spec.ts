import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { openPage, reachStep } from './page';
import type { MeasureReport } from '../src/core/measures';
import type {} from '../src/state/client';

const SAMPLES = 250;

test('a ready-made model is looked at from the start, and measures the same in the view and by a program', async ({ page, context }) => {
  test.setTimeout(180_000);
  await openPage(page, './?backend=wasm#preset=tiny');
  await page.getByTestId('ready-models').getByRole('button', { name: 'MNIST digits' }).click();
  await expect(page.getByTestId('viewed')).toContainText('MNIST digits');
  await expect(page.getByTestId('ready-models')).toBeHidden();
  await openMeasure(page);
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(page.getByTestId('measure-frechet')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId('measure-of')).toContainText(`${SAMPLES} samples`);
  await expect(page.getByTestId('class-histogram').getByRole('listitem')).toHaveCount(10);
  const value = async (name: string) => Number(await page.getByTestId(`measure-${name}`).getAttribute('data-value'));

  const program = await context.newPage();
  const report = await measureByProgram(program, 'models/mnist.dcgan');
  expect(await value('frechet')).toBeCloseTo(report.frechet.value!, 4);
  expect(await value('kid')).toBeCloseTo(report.kid.value!, 6);
  expect(await value('diversity')).toBeCloseTo(report.diversity.value!, 8);
  expect(await value('oneNearestNeighbour')).toBe(report.full!.oneNearestNeighbour.value);
  // As good as a ready-made model has to be: each digit is there, and none is everywhere.
  for (const share of report.classes!.samples) {
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.2);
  }
});

test('measures while training, marks the best step, and gives up when told', async ({ page }) => {
  test.setTimeout(180_000);
  await openPage(page, './?backend=wasm#preset=tiny&steps=520');
  await openMeasure(page);
  await page.getByRole('combobox', { name: 'While training' }).selectOption('250');
  await page.getByRole('tab', { name: 'Over training' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByTestId('best-step')).toContainText(/Best: step \d+/, { timeout: 120_000 });
  await reachStep(page, 520);
  await page.getByRole('button', { name: 'Look at the best' }).click();
  await expect(page.getByTestId('viewed')).toContainText('best by Fréchet distance');
  await page.getByRole('tab', { name: 'Numbers' }).click();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeHidden();
  await expect(page.getByTestId('measure-frechet')).toBeHidden();
});

async function openMeasure(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Measure' }).click();
  await page.getByRole('combobox', { name: 'Samples' }).selectOption(String(SAMPLES));
}

/** What the evaluator does: opens the file in the worker of a page that does nothing by itself, and measures it. */
async function measureByProgram(page: Page, file: string): Promise<MeasureReport> {
  await page.goto('./?automation');
  await page.waitForFunction(() => window.dcgan !== undefined);
  return page.evaluate(
    async ([address, samples]) => {
      const worker = window.dcgan!;
      await worker.request('connect', { base: document.baseURI, backend: 'wasm' });
      const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
      const { dataId, config } = await worker.request('readManifest', { bytes });
      await worker.request('loadData', { id: dataId, imageSize: config.imageSize, channels: config.channels });
      const { id: run } = await worker.request('importRun', { bytes });
      const options = { samples, seed: 1, features: null, quick: false };
      const answer = await worker.request('measure', { model: { run }, options, scheduled: false });
      return answer!.report;
    },
    [file, SAMPLES] as const,
  );
}
