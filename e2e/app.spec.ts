import { expect, test } from './fixtures';
import { openPage, pixels, reachStep, status, stepOf, watchTraffic } from './page';

test('a person trains, pauses, steps, changes a rate, slides a latent and resets, on WebGPU', async ({ page }) => {
  test.setTimeout(300_000);
  const traffic = await watchTraffic(page);
  await openPage(page, './#preset=tiny&sampleEvery=2');
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await expect(page.getByTestId('adapter')).not.toBeEmpty();
  const samples = page.getByTestId('samples');
  expect((await pixels(page.getByTestId('real-batch'))).colours).toBeGreaterThan(20);
  await expect(async () => expect((await pixels(samples)).hash).not.toBe(0)).toPass();
  const untrained = await pixels(samples);

  await page.getByRole('button', { name: 'Train', exact: true }).dblclick();
  await reachStep(page, 2, 240_000);
  expect((await traffic.names()).filter((name) => name === 'train')).toHaveLength(1);
  expect(await traffic.workers()).toBe(1);
  for (const id of ['loss-d', 'loss-g']) {
    const loss = Number(await page.getByTestId(id).textContent());
    expect(loss, id).toBeGreaterThan(0);
  }
  // Curves are drawn beside training, by the processor, and nothing else for their sake.
  const byProcessor = (canvas: Element) =>
    (canvas as HTMLCanvasElement).getContext('2d')!.getContextAttributes().willReadFrequently;
  const charts = await page.getByTestId('readings').locator('canvas').all();
  expect(charts).toHaveLength(3);
  for (const chart of charts) expect(await chart.evaluate(byProcessor)).toBe(true);
  expect(await samples.evaluate(byProcessor)).not.toBe(true);

  await page.getByRole('textbox', { name: 'Learning rate D' }).fill('0.001');
  await page.keyboard.press('Enter');
  await expect.poll(() => traffic.names()).toContain('configure');
  const preview = page.getByTestId('latent-preview');
  await page.getByRole('slider', { name: 'z 1', exact: true }).focus();
  for (const [key, value] of [['End', 1], ['Home', -1]] as const) {
    const before = await pixels(preview);
    await page.keyboard.press(key);
    await expect.poll(() => traffic.previewed()).toBe(value);
    await expect.poll(async () => (await pixels(preview)).hash, { timeout: 20_000 }).not.toBe(before.hash);
  }
  await expect(status(page)).toContainText('training');
  await reachStep(page, (await stepOf(page)) + 2);

  // The page answers a pause at once, though a step may be under way.
  const waited = await page.evaluate(async () => {
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Pause');
    const begun = performance.now();
    button?.click();
    while (!document.querySelector('header p')?.textContent?.includes('paused')) {
      if (performance.now() - begun > 10_000) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - begun;
  });
  expect(waited).toBeLessThan(500);
  // A step that was under way still reports; after it nothing moves.
  await page.waitForTimeout(2500);
  const paused = await stepOf(page);
  await page.waitForTimeout(1500);
  expect(await stepOf(page)).toBe(paused);

  const lossG = await page.getByTestId('loss-g').textContent();
  await page.getByRole('radio', { name: 'D only' }).check({ force: true });
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await reachStep(page, paused + 1);
  await expect(page.getByTestId('loss-g')).toHaveText(lossG ?? '');

  await samples.click({ position: { x: 5, y: 70 } });
  await expect(page.getByText('z of sample 9')).toBeVisible();
  await page.getByRole('tab', { name: 'Look inside' }).click();
  const inside = page.getByRole('tabpanel', { name: 'Look inside' });
  await inside.getByRole('button', { name: /^D2: strided convolution \(smaller\)/ }).click();
  const filters = inside.getByTestId('filter-grid').locator('canvas').last();
  await expect.poll(async () => (await pixels(filters)).colours, { timeout: 20_000 }).toBeGreaterThan(10);
  const before = await pixels(filters);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(async () => (await pixels(filters)).hash, { timeout: 20_000 }).not.toBe(before.hash);

  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect.poll(async () => (await pixels(samples)).hash).toBe(untrained.hash);
});

test('what cannot be trained is refused beside the field, and a running model is not lost', async ({ page }) => {
  await openPage(page, './?backend=wasm#preset=tiny&sampleEvery=50');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await reachStep(page, 3);
  const size = page.getByRole('textbox', { name: 'Latent size' });
  await size.fill('9999');
  await page.keyboard.press('Enter');
  const pending = page.getByTestId('pending');
  await expect(pending).toContainText('Latent size has to be from 1 to 512');
  await expect(size).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Apply (a new run, from step 0)' })).toHaveAttribute('aria-disabled', 'true');
  await size.fill('many');
  await expect(page.getByText('“many” is none')).toBeVisible();
  await size.fill('24');
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText('training');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(size).toHaveValue('16');
  await size.fill('24');
  await page.keyboard.press('Enter');
  // What happens to the run, and the button for it, are in every view.
  await page.getByRole('tab', { name: 'Explore' }).click();
  await expect(pending).toContainText('For a new run: Latent size. Your run on MNIST at step');
  await page.getByRole('button', { name: 'Apply (a new run, from step 0)' }).click();
  await expect(page.getByTestId('step-count')).toHaveText('0', { timeout: 30_000 });
  await expect(status(page)).toContainText('ready', { timeout: 30_000 });
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByText('All 24 numbers')).toBeVisible();
  await page.getByRole('button', { name: 'Reset Latent size to 16' }).click();
  await expect(page.getByText('All 16 numbers')).toBeVisible();
});

test('an address that asks for what does not exist gives one notice, and the page works', async ({ page }) => {
  await openPage(page, './?backend=cuda&step=warp&lang=xx#preset=huge&data=cats&zSize=0&nonsense=1');
  const notice = page.getByTestId('notice');
  await expect(notice.first()).toContainText('There is no preset “huge”');
  await expect(notice.first()).toContainText('There is no backend “cuda”');
  await expect(notice.filter({ hasText: 'There is no data set “cats”' })).toBeVisible();
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
});

test('a run that has made all its steps is offered more, and says where it is kept when it is reset', async ({ page }) => {
  await openPage(page, './?backend=wasm#preset=tiny&steps=3');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Train 5,000 more' }).click({ timeout: 60_000 });
  await reachStep(page, 4);
  await expect(status(page)).toContainText('of 5,003');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByTestId('notice')).toContainText('Back at step 0');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('a ready-made model is shown with its own curves, and the run with its own', async ({ page }) => {
  await openPage(page, './?backend=wasm#preset=tiny&steps=2');
  const lossD = page.getByTestId('loss-d');
  await expect(lossD).toBeEmpty();
  await page.getByTestId('ready-models').getByRole('button', { name: 'MNIST digits' }).click();
  await expect(page.getByTestId('viewed')).toContainText('trained for');
  await expect(lossD).not.toBeEmpty();
  await expect(status(page)).toContainText('your run on MNIST: ready');
  await page.getByRole('button', { name: 'Back to your run' }).click();
  await expect(lossD).toBeEmpty();
});
