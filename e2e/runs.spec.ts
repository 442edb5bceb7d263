import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { openPage, pixels, reachStep, settled, status, stepOf } from './page';

declare global {
  interface Window {
    /** How often the screen was asked to stay awake and has not been let go. */
    screenLocks: number;
  }
}

const ADDRESS = './?backend=wasm#preset=tiny&seed=7&sampleEvery=10';
const button = (name: string) => ({ name, exact: true });

test('a run goes on after the page was reloaded, bit for bit as if it had never stopped', async ({ page }) => {
  test.setTimeout(120_000);
  const finish = async (steps: number) => {
    const field = page.getByRole('textbox', { name: 'Steps in all' });
    await field.fill(String(steps));
    await page.keyboard.press('Enter');
    await page.getByRole('button', button('Train')).click();
    await reachStep(page, steps);
    await expect(page.locator('header p')).toContainText('finished');
    // The loss as it is reported and the pictures of the very weights.
    return {
      losses: [await page.getByTestId('loss-d').textContent(), await page.getByTestId('loss-g').textContent()],
      samples: (await settled(page.getByTestId('samples'))).hash,
    };
  };
  await openPage(page, ADDRESS);
  await finish(10);
  const atTen = (await settled(page.getByTestId('samples'))).hash;
  const straight = await finish(20);
  await page.getByRole('button', button('Reset')).click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await finish(10);
  expect((await settled(page.getByTestId('samples'))).hash).toBe(atTen);
  await kept(page, 10);

  await page.reload();
  const offer = page.getByTestId('resume');
  await expect(offer).toContainText('is at step 10');
  // It waits for nobody: a run is there to be trained.
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await offer.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByTestId('step-count')).toHaveText('10');
  await expect(offer).toHaveCount(0);
  await expect.poll(async () => (await pixels(page.getByTestId('samples'))).hash).toBe(atTen);
  expect(await finish(20)).toEqual(straight);
});

test('the timeline goes back to a kept checkpoint, branches from it, and runs are compared', async ({ page }) => {
  test.setTimeout(120_000);
  await openPage(page, ADDRESS);
  const samples = page.getByTestId('samples');
  const hash = async () => (await pixels(samples)).hash;
  for (const steps of [10, 20]) {
    await page.getByRole('textbox', { name: 'Steps in all' }).fill(String(steps));
    await page.keyboard.press('Enter');
    await page.getByRole('button', button('Train')).click();
    await reachStep(page, steps);
    await kept(page, steps);
  }
  const latest = (await settled(samples)).hash;
  const timeline = page.getByRole('slider', { name: /^Timeline/ });
  await timeline.focus();
  await page.keyboard.press('Home');
  await expect(timeline).toHaveAttribute('aria-valuetext', /^step ([1-9]|10)(,|$)/);
  await expect(page.getByText(/^seeing step ([1-9]|10) · $/)).toBeVisible();
  await expect.poll(hash).not.toBe(latest);
  await expect(page.getByTestId('viewed')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByTestId('viewed')).toHaveCount(0);
  await expect.poll(hash).toBe(latest);

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('viewed')).toContainText('step 10');
  await page.getByRole('button', { name: 'Train on from here' }).click();
  await expect(page.getByTestId('step-count')).toHaveText('10');
  await page.getByRole('button', button('Step')).click();
  await reachStep(page, 11);
  await kept(page, 11);

  await page.getByRole('button', button('Kept runs')).click();
  await expect(page.getByText(/^[\d.]+ [kM]B of [\d.,]+ [MG]B taken in this browser/)).toBeVisible();
  const rows = page.getByTestId('kept-run');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('went on from step 10');
  await rows.nth(1).getByRole('textbox').fill('the first one');
  await page.keyboard.press('Tab');
  await expect(rows.first()).toContainText('went on from step 10 of “the first one”');
  for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
  const compared = page.getByTestId('compared');
  await expect(compared).toHaveCount(2);
  await expect.poll(async () => (await pixels(compared.first())).colours).toBeGreaterThan(1);
  expect((await pixels(compared.first())).hash).not.toBe((await pixels(compared.nth(1))).hash);

  const film = page.waitForEvent('download');
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await rows.nth(1).getByRole('button', { name: 'Save the timeline as GIF' }).click();
  expect((await film).suggestedFilename()).toMatch(/^the-first-one-20\.gif$/);
  await rows.nth(1).getByRole('button', button('Delete')).click();
  await rows.nth(1).getByRole('button', button('Delete for good')).click();
  await expect(rows).toHaveCount(1);
});

test('settings typed before anything was trained are there again after a reload', async ({ page }) => {
  await openPage(page, ADDRESS);
  const seed = page.getByRole('textbox', { name: 'Seed' });
  await seed.fill('11');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(seed).toHaveValue('11');
  await expect(page.getByRole('textbox', { name: 'Sample every' })).toHaveValue('10');
  // An address that is opened anew means what it says.
  await page.goto('about:blank');
  await openPage(page, ADDRESS);
  await expect(seed).toHaveValue('7');
});

test('a second tab that opens the same run is told, and goes on as a copy', async ({ page, context }) => {
  await openPage(page, ADDRESS);
  await page.getByRole('button', button('Step')).click();
  await reachStep(page, 1);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await kept(page, 1);
  const second = await context.newPage();
  await openPage(second, ADDRESS);
  await second.getByTestId('resume').getByRole('button', { name: 'Continue' }).click();
  await expect(second.getByTestId('notice')).toContainText('open in another tab');
  expect(await stepOf(second)).toBe(1);
});

test('a page that is hidden keeps its run and pauses where that was chosen; the screen stays awake while it trains', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('dcgan-playground.preferences', JSON.stringify({ whenHidden: 'pause', awake: true }));
    window.screenLocks = 0;
    const request = async () => {
      window.screenLocks++;
      return { release: async () => void window.screenLocks-- };
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  const locks = () => page.evaluate(() => window.screenLocks);
  const show = (shown: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, !shown);
  // The last step that the page shows as kept.
  const last = async () => {
    const marks = await page.locator('[data-testid^="kept-"]').evaluateAll((all) => all.map((mark) => mark.dataset['testid']));
    return Math.max(...marks.map((mark) => Number(mark?.slice('kept-'.length))));
  };
  await openPage(page, `${ADDRESS}&steps=1000000`);
  expect(await locks()).toBe(0);
  await page.getByRole('button', button('Train')).click();
  await reachStep(page, 3);
  await expect.poll(locks).toBe(1);
  await show(false);
  await expect(status(page)).toContainText('paused');
  // A step that was under way still reports, and is kept too.
  await expect(async () => expect(await last()).toBe(await stepOf(page))).toPass();
  const hiddenAt = await stepOf(page);
  expect(await locks()).toBe(0);
  await show(true);
  await reachStep(page, hiddenAt + 1);
  await expect.poll(locks).toBe(1);
  const leaving = await stepOf(page);
  expect(leaving).toBeGreaterThan(await last());
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  await expect.poll(last).toBeGreaterThanOrEqual(leaving);
});

/** Waits until a step of the current run is kept: the timeline has it as its last stop before now. */
async function kept(page: Page, step: number): Promise<void> {
  await expect(page.getByTestId(`kept-${step}`)).toHaveCount(1);
}
