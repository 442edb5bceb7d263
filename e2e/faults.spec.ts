import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { readProject, writeProject } from '../src/codecs/project';
import { badProjects } from './bad-projects';
import {
  destroyDevice,
  destroyDeviceWhileSaving,
  endWorker,
  holdWrite,
  isWriting,
  refuseStorage,
  spoiledLayer,
  spoilNumbers,
  spoilWeight,
  watchWorkers,
} from './faults';
import { expect, test } from './fixtures';
import { openPage, pixels, reachStep, settled, status, stepOf } from './page';

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

test('a page that is killed in the midst of a write leaves the checkpoint from before, and nothing of the new one', async ({
  page,
  context,
}) => {
  await openPage(page, `./?backend=wasm#${SMALL}`);
  await train(page).click();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(0);
  await reachStep(page, 3);
  const kept = await keptStep(page);
  await holdWrite(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => isWriting(page)).toBe(true);
  expect(await stepOf(page)).toBeGreaterThan(kept);
  // The process dies; what it says on the way is of no interest.
  void (await context.newCDPSession(page)).send('Page.crash').catch(() => undefined);
  await page.waitForEvent('crash');
  const again = await context.newPage();
  await openPage(again, `./?backend=wasm#${SMALL}`);
  await expect(again.getByTestId('resume')).toContainText(`at step ${kept},`);
  await again.getByTestId('resume').getByRole('button', { name: 'Continue' }).click();
  await expect(again.getByTestId('step-count')).toHaveText(String(kept));
  await train(again).click();
  await reachStep(again, kept + 5);
});

test('a NaN in a weight stops training, is told with its network, and is kept nowhere', async ({ page }) => {
  await openPage(page, `./?backend=wasm&lang=en#${SMALL}`);
  await train(page).click();
  await reachStep(page, 3);
  await spoilWeight(page);
  await page.getByRole('tab', { name: 'Look inside' }).click();
  await expect.poll(() => spoiledLayer(page)).toBeDefined();
  const network = (await spoiledLayer(page))!.slice(0, 1).toUpperCase();
  const stopped = notice(page, 'A value became infinite or undefined at step');
  await expect(stopped).toContainText(`It began in ${network}: its`);
  await expect(stopped).toContainText('came from outside of training');
  const good = await stepOf(page);
  await stopped.getByRole('button', { name: 'Go on with half the learning rates' }).click();
  await reachStep(page, good + 3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(async () => expect(await keptStep(page)).toBe(await stepOf(page))).toPass();
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('a device destroyed while a checkpoint is read, and while a file is opened: nothing that was kept is lost', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openPage(page, `./?lang=en#${SMALL}`);
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await train(page).click();
  await reachStep(page, 2, 120_000);
  await expect.poll(() => keptStep(page), { timeout: 60_000 }).toBeGreaterThan(0);
  const kept = await keptStep(page);
  await destroyDeviceWhileSaving(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  const restored = notice(page, 'started anew, and the run goes on from step');
  await expect(restored).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('step-count')).toHaveText(String(kept));
  // It was paused, and stays so.
  await expect(status(page)).toContainText('paused');
  await restored.getByRole('button', { name: 'Dismiss' }).click();
  await expect(restored).toHaveCount(0);

  const file = { name: 'run.dcgan', mimeType: 'application/octet-stream', buffer: await savedRun(page) };
  await destroyDevice(page);
  await openFile(page, file);
  await expect(restored).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('step-count')).toHaveText(String(kept));
  await expect(page.getByTestId('viewed')).toHaveCount(0);
  await openFile(page, file);
  await expect(page.getByTestId('viewed')).toContainText('run.dcgan', { timeout: 60_000 });
  expect((await pixels(page.getByTestId('samples'))).colours).toBeGreaterThan(1);
});

test('bad project files are refused by name and the run stays; a good one opens, also where its data set is not', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openPage(page, `./?backend=wasm&lang=en#${SMALL}`);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(() => keptStep(page)).toBe(1);
  const good = await savedRun(page);
  const give = (name: string, buffer: Buffer) => openFile(page, { name, mimeType: 'application/octet-stream', buffer });
  for (const [name, buffer, says] of badProjects(good)) {
    await dropFile(page, name, buffer);
    await expect(page.getByTestId('notice'), name).toContainText(says);
    await expect(page.getByTestId('notice'), name).toHaveCount(1);
    await expect(page.getByTestId('viewed'), name).toHaveCount(0);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await stepOf(page)).toBe(1);
  }
  await give('good.dcgan', good);
  const viewed = page.getByTestId('viewed');
  await expect(viewed).toContainText('good.dcgan');

  await give('cats.dcgan', ofAbsentSet(good));
  await expect(viewed).toContainText('cats.dcgan');
  await expect(viewed).toContainText('trained on my cats. Its data set is not in this browser');
  expect((await pixels(page.getByTestId('samples'))).colours).toBeGreaterThan(1);
  await viewed.getByRole('button', { name: 'Train on from here' }).click();
  await expect(notice(page, 'This needs the data set “my cats”')).toBeVisible();
  await page.getByRole('tab', { name: 'Explore' }).click();
  const preview = page.getByRole('tabpanel', { name: 'Explore' }).getByTestId('latent-preview');
  expect((await settled(preview)).colours).toBeGreaterThan(1);
  await viewed.getByRole('button', { name: 'Back to your run' }).click();
  await expect(viewed).toHaveCount(0);
});

/** The same model as of a set of one's own that is not here. */
function ofAbsentSet(project: Buffer): Buffer {
  const checkpoint = readProject(project);
  if (!checkpoint.ok) throw new Error(checkpoint.message.code);
  const elsewhere = { ...checkpoint.value, dataId: 'own:elsewhere', dataName: 'my cats' };
  const written = writeProject(elsewhere, { app: 'test', pins: [], samples: new Uint8Array() });
  if (!written.ok) throw new Error(written.message.code);
  return Buffer.from(written.value);
}

/** The run's last checkpoint as a file. */
async function savedRun(page: Page): Promise<Buffer> {
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: 'Kept runs' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const bytes = await readFile(await (await saving).path());
  await page.keyboard.press('Escape');
  return bytes;
}

async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const given = new DataTransfer();
      given.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], fileName));
      return given;
    },
    [name, bytes.toString('base64')] as const,
  );
  await page.getByRole('main').first().dispatchEvent('drop', { dataTransfer: transfer });
  await transfer.dispose();
}

async function openFile(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByRole('button', { name: 'Kept runs' }).click();
  await page.getByTestId('project-file').setInputFiles(file);
}
