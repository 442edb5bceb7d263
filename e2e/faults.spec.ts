import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { destroyDevice, endWorker, refuseStorage, spoilNumbers, watchWorkers } from './faults';
import { expect, test } from './fixtures';
import { openPage, pixels, reachStep, status, stepOf } from './page';

const SMALL = 'preset=tiny&baseFilters=2&zSize=4&sampleEvery=20&zDistribution=normal';
const train = (page: Page) => page.getByRole('button', { name: 'Train', exact: true });
const notice = (page: Page, text: string) => page.getByTestId('notice').filter({ hasText: text });

/** The last step that the page shows as kept. */
async function keptStep(page: Page): Promise<number> {
  const ids = await page.locator('[data-testid^="kept-"]').evaluateAll((marks) => marks.map((mark) => mark.dataset['testid']));
  return Math.max(0, ...ids.flatMap((id) => Number(/^kept-(\d+)$/.exec(id ?? '')?.[1] ?? 0)));
}

test('a device destroyed in the middle of a step is replaced, and training goes on from the checkpoint', async ({ page }) => {
  test.setTimeout(240_000);
  await openPage(page, `./#${SMALL}`);
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await train(page).click();
  await reachStep(page, 2, 120_000);
  await expect.poll(() => keptStep(page), { timeout: 60_000 }).toBeGreaterThan(0);
  const kept = await keptStep(page);
  await destroyDevice(page);
  await expect(notice(page, 'started anew, and the run goes on from step')).toBeVisible({ timeout: 60_000 });
  await expect(notice(page, 'The GPU was lost')).toHaveCount(1);
  expect(await stepOf(page)).toBeGreaterThanOrEqual(kept);
  await reachStep(page, kept + 2, 120_000);
  await expect(page.getByTestId('loss-d')).toHaveText(/^\d/);
});

test('a worker that is ended is replaced; the third time in a minute training stops, and what may help is offered', async ({
  page,
}) => {
  await watchWorkers(page);
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(0);
  for (let time = 1; time <= 2; time++) {
    const before = await stepOf(page);
    await endWorker(page);
    await expect(notice(page, 'goes on from step')).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await reachStep(page, before + 1);
  }
  await endWorker(page);
  const offer = notice(page, 'failed 3 times within a minute');
  await expect(offer).toBeVisible();
  await expect(status(page)).toContainText('GPU lost');
  await offer.getByRole('button', { name: 'Go on with batch 4' }).click();
  await expect(status(page)).toContainText('training');
  await expect(page.getByRole('textbox', { name: 'Batch size' })).toHaveValue('4');
  const resumed = await stepOf(page);
  expect(resumed).toBeGreaterThan(0);
  await reachStep(page, resumed + 3);
});

test('a value that is not finite stops training, says where it began, and a lower rate goes on', async ({ page }) => {
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await reachStep(page, 3);
  await spoilNumbers(page);
  const stopped = notice(page, 'A value became infinite or undefined at step');
  await expect(stopped).toContainText('It began in G: its pictures');
  await expect(status(page)).toContainText('stopped');
  expect((await pixels(page.getByTestId('samples'))).colours).toBeGreaterThan(1);
  const good = await stepOf(page);
  await stopped.getByRole('button', { name: 'Go on with half the learning rates' }).click();
  await reachStep(page, good + 3);
  await expect(page.getByRole('textbox', { name: 'Learning rate D' })).toHaveValue('0.0001');
});

test('full storage is told, what was kept opens, and training goes on', async ({ page }) => {
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Pause' }).click();
  // A step that was under way still reports, and is kept too.
  await expect(async () => expect(await keptStep(page)).toBe(await stepOf(page))).toPass();
  const kept = await keptStep(page);
  await refuseStorage(page);
  await train(page).click();
  await reachStep(page, kept + 3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(notice(page, 'storage is full')).toBeVisible();
  expect(await keptStep(page)).toBe(kept);
  const timeline = page.getByRole('slider', { name: /^Timeline/ });
  await timeline.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('viewed')).toContainText(`step ${kept}`);
  await page.keyboard.press('End');
  await train(page).click();
  await reachStep(page, kept + 6);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(kept);
});

test('without storage, as in some private windows, the person is told and training goes on', async ({ page }) => {
  const denied = "Object.defineProperty(self, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });";
  await page.route(/trainer\.worker/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${denied}\n${await response.text()}` });
  });
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await expect(notice(page, 'keeps nothing for the page here')).toBeVisible();
  await reachStep(page, (await stepOf(page)) + 3);
  await expect(page.getByTestId('notice')).toHaveCount(1);
});

test('a page that is killed while it saves leaves the checkpoint from before readable', async ({ page, context }) => {
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(0);
  const kept = await keptStep(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await openPage(again, `./?backend=wasm#${SMALL}`);
  await again.getByTestId('resume').getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => stepOf(again)).toBeGreaterThanOrEqual(kept);
  await train(again).click();
  await reachStep(again, kept + 5);
});

test('bad project files are refused by name and the run stays; a good one opens', async ({ page }) => {
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => keptStep(page)).toBe(1);
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: 'Kept runs' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const good = await readFile(await (await saving).path());
  await page.keyboard.press('Escape');
  const give = async (name: string, buffer: Buffer) => {
    await page.getByRole('button', { name: 'Kept runs' }).click();
    await page.getByTestId('project-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  };
  const flipped = Buffer.from(good);
  flipped[Math.floor(good.length / 2)]! ^= 1;
  for (const [name, buffer] of [
    ['cut.dcgan', good.subarray(0, Math.floor(good.length * 0.7))],
    ['flipped.dcgan', flipped],
    ['empty.dcgan', Buffer.alloc(0)],
  ] as const) {
    await give(name, buffer);
    await expect(page.getByTestId('notice')).toHaveCount(1);
    await expect(page.getByTestId('viewed')).toHaveCount(0);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await stepOf(page)).toBe(1);
  }
  await give('good.dcgan', good);
  await expect(page.getByTestId('viewed')).toContainText('good.dcgan');
});
