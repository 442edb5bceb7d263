import type { Page } from '@playwright/test';
import { EXPERIMENT_IDS, EXPERIMENTS } from '../src/core/experiments';
import { labEn } from '../src/i18n/lab.en';
import { expect, test } from './fixtures';
import { expectNoSidewaysScroll, openPage, pixels, stepOf } from './page';

const labPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: labEn['lab.pages'] }).getByRole('button', { name, exact: true }).click();

async function openLab(page: Page, address: string): Promise<void> {
  await openPage(page, address);
  await page.getByRole('tab', { name: 'Lab', exact: true }).click();
}

/** Predicts, runs for the fewest steps there are and waits for the verdict. */
async function runExperiment(page: Page, title: string, timeout: number): Promise<string> {
  await page.getByRole('button', { name: title, exact: true }).click();
  await page.getByRole('radio', { name: labEn['lab.exp.alike'] }).check();
  await page.getByRole('combobox', { name: labEn['lab.exp.size'] }).selectOption('tiny');
  await page.getByRole('combobox', { name: labEn['lab.exp.steps'] }).selectOption('10');
  await page.getByRole('button', { name: labEn['lab.exp.start'] }).click();
  const verdict = page.getByTestId('lab-verdict');
  await expect(verdict).toBeVisible({ timeout });
  return verdict.innerText();
}

test('each experiment comes to its verdict, the same for the same seed, and leaves the run as it was', async ({ page }) => {
  test.setTimeout(240_000);
  await openLab(page, './?backend=wasm&lang=en#preset=tiny');
  for (const id of EXPERIMENT_IDS) {
    const verdict = await runExperiment(page, labEn[`lab.exp.${id}.title`], 60_000);
    expect(verdict).toContain(labEn[`lab.exp.${id}.paper`]);
    await expect(page.getByTestId('lab-samples')).toHaveCount(EXPERIMENTS[id].variants.length);
    for (const samples of await page.getByTestId('lab-samples').all()) expect((await pixels(samples)).colours).toBeGreaterThan(1);
    if (id !== 'resampling') continue;
    await page.getByRole('button', { name: labEn['lab.exp.again'] }).click();
    expect(await runExperiment(page, labEn[`lab.exp.${id}.title`], 60_000)).toBe(verdict);
  }
  await expectNoSidewaysScroll(page);
  expect(await stepOf(page)).toBe(0);
});

test('an experiment comes to its verdict on WebGPU', async ({ page }) => {
  test.setTimeout(240_000);
  await openLab(page, './?lang=en#preset=tiny');
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  expect(await runExperiment(page, labEn['lab.exp.beta1.title'], 180_000)).toContain(labEn['lab.exp.done']);
});

test('a failure is noticed and cured, an update is taken apart, and terms explain themselves', async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, './?backend=wasm&lang=en#preset=tiny');

  await labPage(page, labEn['lab.page.clinic']);
  await page.getByRole('button', { name: labEn['lab.clinic.collapse'], exact: true }).click();
  const progress = page.getByTestId('clinic-progress');
  await expect(progress).toHaveAttribute('data-phase', 'noticed', { timeout: 60_000 });
  await expect(page.getByTestId('clinic-diagnosis')).toHaveAttribute('data-condition', 'collapsed');
  await page.getByRole('button', { name: labEn['lab.clinic.collapse.cure'] }).click();
  await expect(progress).toHaveAttribute('data-phase', 'recovered', { timeout: 60_000 });

  await labPage(page, labEn['lab.page.slow']);
  await page.getByRole('button', { name: labEn['lab.slow.begin'] }).click();
  for (let stage = 0; stage < 5; stage++) await page.getByRole('button', { name: labEn['lab.slow.next'] }).click();
  expect(await stepOf(page)).toBe(0);
  const loss = Number(await page.getByTestId('slow-loss').textContent());
  await page.getByRole('button', { name: labEn['lab.slow.make'] }).click();
  await expect(page.getByTestId('slow-effect')).toBeVisible({ timeout: 30_000 });
  expect(await stepOf(page)).toBe(1);
  await page.getByRole('tab', { name: 'Train', exact: true }).click();
  expect(Number(await page.getByTestId('loss-d').textContent())).toBeCloseTo(loss, 1);
  await page.getByRole('tab', { name: 'Lab', exact: true }).click();

  await labPage(page, labEn['lab.page.convolutions']);
  await expect(page.getByTestId('conv-sizes')).toHaveText('8×8 becomes 4×4: smaller');
  await page.getByRole('button', { name: labEn['lab.conv.fractional'] }).click();
  await expect(page.getByTestId('conv-sizes')).toHaveText('4×4 becomes 8×8: larger');
  await page.getByRole('button', { name: labEn['lab.conv.next'] }).click();
  await expect(page.getByTestId('conv-words')).toContainText('row 1, column 2');
  await page.getByRole('button', { name: 'fractionally-strided convolution', exact: true }).press('Enter');
  await expect(page.getByRole('dialog').locator('.katex-mathml')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectNoSidewaysScroll(page);
});
