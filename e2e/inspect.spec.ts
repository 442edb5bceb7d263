import type { Locator, Page } from '@playwright/test';
import type { Answer, RequestName, ResponseMessage } from '../src/worker/protocol';
import { expect, test } from './fixtures';
import { openPage, pixels, reachStep, settled } from './page';

/** Weights spread so wide that even untrained maps are lively. */
const LIVELY = 'preset=tiny&weightStd=0.1&steps=100000&sampleEvery=1000';

declare global {
  interface Window {
    inside: { worker: Worker | null; run: string | null };
  }
}

/** Keeps the page's worker, and the id of the run that it trains, within reach of `ask`. */
async function keepWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const inside: Window['inside'] = { worker: null, run: null };
    window.inside = inside;
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        inside.worker = this;
      }

      override postMessage(message: unknown, options?: Transferable[] | StructuredSerializeOptions) {
        const { name, params } = message as { name: string; params: { run?: string } };
        if (name === 'train') inside.run = params.run ?? null;
        super.postMessage(message, options as StructuredSerializeOptions);
      }
    };
  });
}

/** Asks the page's worker itself about the run that was trained, `times` over; gives the last answer, as JSON can. */
async function ask<N extends RequestName>(page: Page, name: N, params: object, times = 1): Promise<Answer<N>> {
  const request = { name, params, times };
  return page.evaluate(async (asked) => {
    const { worker, run } = window.inside;
    const once = (id: number) =>
      new Promise((resolve, reject) => {
        const listen = ({ data }: MessageEvent<ResponseMessage>) => {
          if (!('id' in data) || data.id !== id) return;
          worker?.removeEventListener('message', listen);
          if (data.ok) resolve(data.value);
          else reject(new Error(data.message.code));
        };
        worker?.addEventListener('message', listen);
        worker?.postMessage({ id, name: asked.name, params: { run, model: { run }, ...asked.params } });
      });
    let answer: unknown;
    // Far from the numbers that the page itself gives its requests.
    for (let n = 0; n < asked.times; n++) answer = await once(1e9 + performance.now() * 1000 + n);
    return answer as never;
  }, request);
}

/** A digest of all weights, running statistics and optimizer moments. */
async function digest(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { worker, run } = window.inside;
    const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve) => {
      const id = 2e9 + performance.now();
      const listen = ({ data }: MessageEvent) => {
        if (data.id !== id) return;
        worker?.removeEventListener('message', listen);
        resolve(data.value.bytes);
      };
      worker?.addEventListener('message', listen);
      worker?.postMessage({ id, name: 'exportRun', params: { run } });
    });
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join(',');
  });
}

async function pauseAndSettle(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.locator('header p')).toContainText('paused', { timeout: 30_000 });
  let before = '';
  await expect(async () => {
    const now = await digest(page);
    const same = now === before;
    before = now;
    expect(same).toBe(true);
  }).toPass({ timeout: 30_000 });
}

const layer = (page: Page, name: string) =>
  page.getByRole('toolbar').getByRole('button', { name: new RegExp(`^${name}:`) });
/** A tile of the sheet of feature maps: inside a canvas, where keys reach it though nothing is drawn for it. */
const mapOf = (page: Page, n: number) =>
  page.getByTestId('feature-maps').getByRole('button', { name: `map ${n}`, exact: true, includeHidden: true });
const panel = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

/** Whether the line after the first row of tiles has the colour of lines in the present theme. */
async function lineOf(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d')!;
    const { data } = context.getImageData(0, 0, 1, element.height);
    const probe = document.createElement('canvas').getContext('2d')!;
    probe.fillStyle = getComputedStyle(element).getPropertyValue('--line');
    probe.fillRect(0, 0, 1, 1);
    const line = probe.getImageData(0, 0, 1, 1).data.join(',');
    return Array.from({ length: element.height }, (_, y) => data.slice(4 * y, 4 * y + 4).join(',')).includes(line);
  });
}

/** Presses a button that starts a task, and the task's cancel button in the first frame that has it. */
async function cancelAtOnce(page: Page, start: string): Promise<void> {
  await page.getByRole('button', { name: start }).evaluate(async (button: HTMLElement) => {
    button.click();
    for (;;) {
      const cancel = document.querySelector<HTMLElement>('output button[aria-label="Cancel"]');
      if (cancel) return cancel.click();
      await new Promise(requestAnimationFrame);
    }
  });
}

test('layers, maps and their pixels are live while training on WebGPU, and looking changes nothing', async ({ page }) => {
  test.setTimeout(240_000);
  await keepWorker(page);
  await openPage(page, `./?lang=en#${LIVELY}`);
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await reachStep(page, 1, 120_000);
  await page.getByRole('tab', { name: 'Look inside' }).click();

  // The drawing of the networks is the way about: a click, then arrow keys.
  const maps = page.getByTestId('feature-maps').locator('canvas').first();
  await expect(page.getByRole('heading', { name: 'Filters of G2' })).toBeVisible();
  await expect.poll(async () => (await pixels(maps)).colours, { timeout: 30_000 }).toBeGreaterThan(10);
  const early = await pixels(maps);
  await expect.poll(async () => (await pixels(maps)).hash, { timeout: 60_000 }).not.toBe(early.hash);
  await layer(page, 'D1').click();
  await expect(page.getByRole('heading', { name: 'Filters of D1' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'Filters of D2' })).toBeVisible();
  const guided = page.getByTestId('guided');
  await expect.poll(async () => (await pixels(guided)).colours, { timeout: 60_000 }).toBeGreaterThan(3);
  await mapOf(page, 3).press('Enter');
  await expect(page.getByText('map 3 of 16')).toBeVisible();

  await pauseAndSettle(page);
  const weights = await digest(page);
  for (const name of ['Forgetting', 'How a pixel is made', 'Gradients', 'Filters and maps']) {
    await panel(page, name);
    await expect(page.getByRole('tabpanel').last().locator('canvas').first()).toBeVisible({ timeout: 30_000 });
  }

  // Another theme is drawn at once, the lines between the tiles too, though no step is made.
  await page.getByRole('tab', { name: 'Look inside' }).click();
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect.poll(() => lineOf(page.getByTestId('filter-grid').locator('canvas').first())).toBe(true);
  }

  // Switching a map off changes the picture, and switching it on again gives the same one.
  await layer(page, 'G2').click();
  const ablated = page.getByTestId('ablated');
  await expect(page.locator('figcaption').getByText('without map 1')).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await pixels(ablated)).colours).toBeGreaterThan(10);
  // The picture of the layer before may still stand there.
  const withoutFirst = await settled(ablated, 2000);
  // Keys go on from where the pointer clicked.
  await maps.click({ position: { x: 4, y: 4 } });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('x');
  await expect.poll(async () => (await pixels(ablated)).hash, { timeout: 30_000 }).not.toBe(withoutFirst.hash);
  // The panel tells of the map that the key has switched.
  await expect(page.getByText('map 2 of 8', { exact: true })).toBeVisible();
  await expect(page.locator('figcaption').getByText('without map 2')).toBeVisible();
  // Of another map, both pictures are made without the one that is off.
  const withoutSecond = await settled(ablated, 2000);
  await mapOf(page, 1).press('Enter');
  await expect.poll(async () => (await pixels(page.getByTestId('unablated'))).hash, { timeout: 30_000 }).toBe(withoutSecond.hash);
  await expect(page.locator('figcaption').getByText('without map 1, map 2')).toBeVisible();
  await page.getByRole('button', { name: /^All maps as trained/ }).click();
  await mapOf(page, 1).press('Enter');
  await expect.poll(async () => (await pixels(ablated)).hash, { timeout: 30_000 }).toBe(withoutFirst.hash);

  const z = new Float32Array(16).fill(0.5);
  const example = { kind: 'latent', z };
  const looks = [
    ['featureMaps', { network: 'generator', example, layer: 'g2', stage: 'activated' }],
    ['attribute', { network: 'discriminator', layer: 'd2', rule: 'guided', targets: [{ example, channel: 1 }], randomised: true }],
    ['layerStatistics', { network: 'discriminator', layer: 'd1' }],
    ['layerPass', { network: 'discriminator', example, layer: 'd1', channel: 0 }],
    ['pixelGradient', { z }],
  ] as const;
  for (const [name, params] of looks) await ask(page, name, params);
  const { tensors } = await ask(page, 'speed', {});
  for (const [name, params] of looks) await ask(page, name, params, 20);
  expect((await ask(page, 'speed', {})).tensors).toBe(tensors);
  expect(await digest(page)).toBe(weights);
});

test('images, boxes and sums explain the networks', async ({ page }) => {
  test.setTimeout(180_000);
  await openPage(page, `./?backend=wasm&lang=en#${LIVELY}`);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await reachStep(page, 20);
  await page.getByRole('tab', { name: 'Look inside' }).click();
  await layer(page, 'D2').click();

  // Figure 5: the strongest images of the data, and their causes in D as trained and at random, while training goes on.
  await panel(page, 'Back to pixels');
  await page.getByRole('button', { name: 'Search 2,000 images for D2' }).click();
  const [trained, random] = [page.getByTestId('guided-trained'), page.getByTestId('guided-random')];
  await expect.poll(async () => (await pixels(page.getByTestId('top-images'))).colours, { timeout: 60_000 }).toBeGreaterThan(20);
  await expect.poll(async () => (await pixels(trained)).colours, { timeout: 30_000 }).toBeGreaterThan(10);
  await expect.poll(async () => (await pixels(random)).colours, { timeout: 30_000 }).toBeGreaterThan(10);
  expect((await pixels(trained)).hash).not.toBe((await pixels(random)).hash);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('slider', { name: 'Steps' }).press('End');
  await cancelAtOnce(page, 'Make a picture that excites map 1 of D2');
  await expect(page.getByRole('progressbar', { name: /^Climbing/ })).toHaveCount(0);
  await expect(page.getByTestId('climbed')).toHaveCount(0);
  await page.getByRole('slider', { name: 'Steps' }).press('Home');
  await page.getByRole('button', { name: 'Make a picture that excites map 1 of D2' }).click();
  await expect.poll(async () => (await pixels(page.getByTestId('climbed'))).colours, { timeout: 30_000 }).toBeGreaterThan(10);

  // Figure 6: boxes name maps, and without them the same z look otherwise.
  await panel(page, 'Forgetting');
  const forgotten = page.getByTestId('forgotten');
  await expect.poll(async () => (await pixels(forgotten)).colours, { timeout: 30_000 }).toBeGreaterThan(10);
  const whole = await pixels(forgotten);
  await page.getByRole('button', { name: 'Sample 2: Enter adds a box' }).press('Enter');
  await page.getByRole('button', { name: 'Box 1 on sample 2' }).press('ArrowLeft');
  await page.getByRole('button', { name: 'Find its maps' }).click();
  await expect.poll(async () => (await pixels(forgotten)).hash, { timeout: 30_000 }).not.toBe(whole.hash);
  await page.getByRole('slider', { name: 'Drop' }).press('Home');
  await expect.poll(async () => (await pixels(forgotten)).hash, { timeout: 30_000 }).toBe(whole.hash);

  // The sum of the products is the feature map's own value, wherever one looks.
  await panel(page, 'How a pixel is made');
  for (const way of ['Strided, in D', 'Fractionally-strided, in G']) {
    await page.getByRole('button', { name: way, exact: true }).click();
    await expect(page.getByTestId('unit-check')).toContainText('the same', { timeout: 30_000 });
    await page.getByRole('button', { name: /Arrow keys choose another unit/ }).press('ArrowDown');
    await expect(page.getByTestId('unit-check')).toContainText('the same');
    await expect(page.getByText(/^row 3, column 2/)).toBeVisible();
  }
  await expect(page.getByText(/4×4 becomes 8×8: larger/)).toBeVisible();
  await expect(page.getByTestId('overlap')).toHaveText('Even: 4 everywhere inside.');
  await page.getByRole('combobox', { name: 'Kernel' }).selectOption('5');
  await expect(page.getByTestId('overlap')).toHaveText('Uneven inside: 9 / 6 / 4. A checkerboard.');

  await panel(page, 'Gradients');
  await expect.poll(async () => (await pixels(page.getByTestId('pixel-gradient'))).colours, { timeout: 30_000 }).toBeGreaterThan(10);

  // D's last number is its verdict, not a map.
  await layer(page, 'D3').click();
  await panel(page, 'Filters and maps');
  const verdict = page.getByTestId('verdict-of-d');
  await expect(verdict).toHaveText(/^D’s logit is [−-]?[\d.]+: real with a probability of [\d.]+%, D says\.$/);
  const [logit, share] = (await verdict.innerText()).replace('−', '-').match(/-?\d+(?:\.\d+)?/g)!.map(Number);
  expect(share! / 100).toBeCloseTo(1 / (1 + Math.exp(-logit!)), 2);
  await expect(page.getByTestId('large-map')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Input', exact: true }).selectOption('your own');
  await expect(page.locator('canvas', { hasText: 'Training image 1' })).toBeVisible();
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a finger reads a unit of a small and of the large map, and the reading stays', async ({ page }) => {
    await openPage(page, './?backend=wasm&lang=en#preset=tiny&weightStd=0.1');
    await page.getByRole('tab', { name: 'Look inside' }).click();
    const maps = page.getByTestId('feature-maps');
    // The sheet moves until all columns are filled: where it stands is asked anew.
    await expect(async () => {
      const box = await maps.locator('canvas').first().boundingBox();
      for (const [x, y] of [[3, 3], [9, 14], [20, 6]] as const) await page.touchscreen.tap(box!.x + x, box!.y + y);
      await expect(maps.getByText(/^map 1, row \d, column \d: /)).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    await maps.getByTestId('large-map').tap({ position: { x: 4, y: 4 } });
    await expect(maps.locator('figcaption')).toContainText(/row 1, column 1: /);
    await expect(maps.getByText(/^map 1, row \d, column \d: /)).toBeVisible();
  });
});
