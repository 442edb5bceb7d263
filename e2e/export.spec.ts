import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Download, Locator, Page } from '@playwright/test';
import { readSafetensors } from '../src/codecs/safetensors';
import { expect, test } from './fixtures';
import { openPage, reachStep, settled } from './page';

/** Side of the pictures of the preset `tiny`. */
const SIDE = 16;

declare global {
  interface Window {
    /** What the stand-in for the file picker was asked for and given. */
    picked: { names: string[]; sizes: number[]; refuse: boolean };
  }
}

const panel = (page: Page) => page.getByRole('dialog', { name: 'Export' });

async function openExport(page: Page): Promise<void> {
  // Large weights draw lively pictures without training.
  await openPage(page, './?backend=wasm&lang=en#preset=tiny&weightStd=0.3');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await reachStep(page, 1);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
}

async function save(page: Page, name: string): Promise<Download> {
  const download = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: `Save ${name}`, exact: true }).click();
  return download;
}

/** The red parts of the picture that a canvas shows enlarged, row by row. */
async function picture(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element: HTMLCanvasElement, side) => {
    const { data, width } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    const middle = (n: number) => Math.floor(((n + 0.5) * width) / side);
    return Array.from({ length: side * side }, (_, n) => data[(middle(Math.floor(n / side)) * width + middle(n % side)) * 4]!);
  }, SIDE);
}

test('the generator’s page opens from disk, draws what the worker draws and speaks both languages', async ({ page, context }) => {
  await openExport(page);
  await page.keyboard.press('Escape');
  await page.getByRole('slider', { name: 'z 1', exact: true }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('k');
  const preview = page.getByTestId('latent-preview');
  expect((await settled(preview)).colours).toBeGreaterThan(20);
  const shown = await picture(preview);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = await save(page, 'Generator as a page');
  expect(download.suggestedFilename()).toBe('mnist-step-1.html');

  const alone = await context.newPage();
  // A name of its own: the download's has no extension.
  const file = test.info().outputPath('generator.html');
  await download.saveAs(file);
  await alone.goto(pathToFileURL(file).href);
  const canvas = alone.getByRole('img', { name: 'The picture of this z' });
  await expect.poll(async () => Math.max(...(await picture(canvas)).map((value, n) => Math.abs(value - shown[n]!)))).toBeLessThanOrEqual(1);
  expect(await canvas.evaluate((element: HTMLCanvasElement, side) => element.width % side, SIDE)).toBe(0);
  await expect(alone.getByRole('slider')).toHaveCount(SIDE);
  await alone.getByRole('slider').first().press('Home');
  await expect.poll(() => picture(canvas)).not.toEqual(shown);
  await alone.getByRole('button', { name: '1', exact: true }).click();
  await expect.poll(async () => Math.max(...(await picture(canvas)).map((value, n) => Math.abs(value - shown[n]!)))).toBeLessThanOrEqual(1);
  await alone.getByRole('button', { name: '한국어' }).click();
  await expect(alone.getByRole('heading', { name: '잠재 벡터 z' })).toBeVisible();
  await expect(alone).toHaveTitle('생성자: MNIST');
});

test('every other export is saved under the name of the data and the step, a project where the person says', async ({ page }) => {
  await page.addInitScript(() => {
    window.picked = { names: [], sizes: [], refuse: false };
    const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
      if (window.picked.refuse) throw new DOMException('The person changed their mind.', 'AbortError');
      window.picked.names.push(suggestedName);
      const write = async (blob: Blob) => void window.picked.sizes.push(blob.size);
      return { createWritable: async () => ({ write, close: async () => {} }) };
    };
    Object.assign(window, { showSaveFilePicker });
  });
  await openExport(page);
  const bytes = async (name: string, fileName: string) => {
    const download = await save(page, name);
    expect(download.suggestedFilename()).toBe(fileName);
    return readFile(await download.path());
  };
  for (const [name, network] of [['Generator for PyTorch', 'generator'], ['Discriminator for PyTorch', 'discriminator']] as const) {
    const read = readSafetensors(await bytes(name, `mnist-step-1-${network}.safetensors`), network);
    expect(read.ok && [...read.value.keys()][0]).toBe('main.0.weight');
  }
  expect((await bytes('TensorFlow.js models', 'mnist-step-1-tfjs.zip')).toString('latin1')).toContain('generator/model.json');
  await panel(page).getByRole('combobox', { name: 'Size of the picture' }).selectOption('2');
  const png = await bytes('Samples', 'mnist-step-1-samples.png');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8 * SIDE * 2, 8 * SIDE * 2]);
  expect((await bytes('History', 'mnist-step-1-history.csv')).toString()).toMatch(/^step,.*lossD.*\n1,/);

  const button = panel(page).getByRole('button', { name: 'Save Project' });
  await button.click();
  await expect.poll(() => page.evaluate(() => window.picked.names)).toEqual(['mnist-step-1.dcgan']);
  await expect.poll(() => page.evaluate(() => window.picked.sizes[0])).toBeGreaterThan(10_000);
  await expect(panel(page).getByRole('status').filter({ hasText: 'Saved as mnist-step-1.dcgan (' })).toBeVisible();
  await page.evaluate(() => (window.picked.refuse = true));
  await button.click();
  await expect(button).toHaveText('Save');
  await expect(panel(page).getByRole('status').filter({ hasText: 'Not saved.' })).toBeVisible();
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
  // A browser that cannot ask.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  expect((await bytes('Project', 'mnist-step-1.dcgan')).toString('latin1')).toContain('manifest.json');
});
