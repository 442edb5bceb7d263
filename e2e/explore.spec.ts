import type { Download, Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, test } from './fixtures';
import { expectNoSidewaysScroll, openPage, pixels, reachStep, settled, watchTraffic } from './page';
import { PRESETS } from '../src/core/presets';
import type {} from '../src/state/client';

/** Weights spread so wide that even untrained pictures differ, and enough steps to be busy with. */
const SPREAD = 'preset=tiny&weightStd=0.15&zSize=6&sampleEvery=2';
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;

test('latents mean the same picture everywhere, walks pass through their stops, and files hold every frame', async ({ page }) => {
  test.setTimeout(300_000);
  await openExplore(page, `./#${SPREAD}`);
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await expect(page.getByTestId('directions').locator('li')).toHaveCount(6, { timeout: 60_000 });

  // A picture alone and the same z in a strip beside others; a walk of two pins from one to the other.
  for (const n of [1, 2]) {
    await page.keyboard.press('z');
    await settled(page.getByTestId('latent-preview'));
    await page.getByRole('button', { name: 'Pin this z' }).first().click();
    await expect(page.getByRole('button', { name: `Show pin ${n}` })).toBeVisible();
  }
  await tool(page, 'Walk');
  for (const n of [1, 2]) await page.getByRole('button', { name: `Add pin ${n} to “Stops of the walk”` }).click();
  const frame = page.getByTestId('walk-frame');
  const scrub = page.getByTestId('walk-scrub');
  for (const [key, pin, caption] of [['Home', 1, 'Frame 1 of 9'], ['End', 2, 'Frame 9 of 9']] as const) {
    await page.getByTestId('list-stops').getByRole('button', { name: `${pin}: ${pin}. Show it` }).click();
    await scrub.focus();
    await page.keyboard.press(key);
    await expect(page.getByText(caption).last()).toBeVisible();
    await expect(async () => {
      expect(await smallest(frame)).toEqual(await smallest(page.getByTestId('latent-preview')));
    }).toPass({ timeout: 20_000 });
    expect(new Set(await smallest(frame)).size).toBeGreaterThan(20);
  }
  await page.getByRole('button', { name: 'Play the walk' }).click();
  await scrub.press('Home');
  await expect(page.getByRole('button', { name: 'Play the walk' })).toBeVisible();

  const gif = await save(page, 'Save as GIF');
  expect(await framesOfGif(page, gif)).toBe(9);
  const webm = await save(page, 'Save as WebM');
  expect(await framesOfVideo(page, webm)).toBe(9);
  const strip = await save(page, 'Save as PNG strip');
  expect(new DataView(strip.buffer, strip.byteOffset).getUint32(16)).toBe(9 * 16);
});

test('a z can be pasted, undone, inverted and compared; what is no z is refused', async ({ page }) => {
  test.setTimeout(300_000);
  await openExplore(page, `./?backend=wasm#${SPREAD}`);
  const preview = page.getByTestId('latent-preview');
  const before = await settled(preview);
  await page.getByRole('button', { name: 'Paste a z' }).click();
  const use = page.getByRole('button', { name: 'Use this z' });
  for (const [text, words] of [
    ['1, 2', 'This z has 2 numbers; this model needs 6.'],
    ['1 2 3 4 5 six', '“six” is no number that z can hold.'],
  ] as const) {
    await page.getByRole('textbox', { name: '6 numbers' }).fill(text);
    await use.click();
    await expect(page.getByTestId('paste-error')).toContainText(words);
  }
  expect(await pixels(preview)).toEqual(before);
  await page.getByRole('textbox', { name: '6 numbers' }).fill('0 0 0 0 0 0.01');
  await use.click();
  await expect(page.getByTestId('norm-warning')).toContainText('Too near 0');
  await expect.poll(() => pixels(preview)).not.toEqual(before);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => pixels(preview)).toEqual(before);
  await page.getByTestId('pins-file').setInputFiles({ name: 'pins.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(page.getByTestId('notice')).toContainText('This file holds no pins');
  const pin = { name: 'a seven', z: [1, 0, 0, 0, 0, 0] };
  const file = JSON.stringify({ format: 'dcgan-pins', version: 1, pins: [pin] });
  for (const words of ['Pins opened: 1.', 'Pins opened: 0 new, 1 were there already.']) {
    await page.getByTestId('pins-file').setInputFiles({ name: 'pins.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await expect(page.getByTestId('pins-opened')).toHaveText(words);
  }
  await expect(page.getByTestId('notice')).toBeHidden();
  await page.getByRole('button', { name: 'Show pin a seven' }).click();
  await expect(page.getByText('the z of pin a seven')).toBeVisible();
  for (let n = 0; n < 2; n++) await page.keyboard.press('Control+z');
  await expect(page.getByTestId('undone')).toHaveText('Undone: the pins');
  await expect(page.getByTestId('pins').getByRole('listitem')).toHaveCount(0);

  await tool(page, 'Find a z');
  await page.getByRole('button', { name: 'Take the sample on the sliders' }).click();
  await page.getByRole('button', { name: 'Find its z' }).click();
  const outcome = page.getByTestId('inversion-result');
  await expect(outcome).toBeVisible({ timeout: 90_000 });
  const [start, end] = /from ([\d.]+) at random .*? to ([\d.]+)/.exec((await outcome.textContent()) ?? '')!.slice(1).map(Number);
  expect(start).toBeGreaterThan(0.02);
  expect(end).toBeLessThan(start! / 10);

  await page.getByRole('button', { name: 'Take real image 1' }).click();
  await page.getByRole('slider', { name: 'Random starts' }).press('End');
  await cancelAtOnce(page, 'Find its z');
  await expect(page.getByTestId('job-invert')).toBeHidden();
  await expect(outcome).toBeHidden();

  await tool(page, 'Neighbours');
  await page.getByRole('button', { name: 'Find the nearest of this sample' }).click();
  for (const kind of ['pixels', 'features'])
    await expect(page.getByTestId(`neighbours-${kind}`)).toContainText('a weak hint', { timeout: 60_000 });

  await tool(page, 'Map');
  await page.getByRole('button', { name: 'Lay out 500 samples' }).click();
  const map = page.getByTestId('map');
  await expect(map).toBeVisible({ timeout: 60_000 });
  const at = (await map.boundingBox())!;
  await page.mouse.move(at.x + 2, at.y + 2);
  await page.mouse.down();
  for (const [x, y] of [[1, 0], [1, 1], [0, 1], [0, 0.1]] as const) await page.mouse.move(at.x + x * (at.width - 4), at.y + y * (at.height - 4), { steps: 3 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Pin 24 of them' }).click();
  await expect(page.getByTestId('pins').getByRole('listitem')).toHaveCount(24);
  await expect(page.getByText('24 of them are pins now')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByTestId('pins').getByRole('listitem')).toHaveCount(0);

  // A finger does not move before it comes down.
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const tapped = async (x: number, y: number) => {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    return map.getAttribute('aria-label');
  };
  const first = await tapped(at.x + 1, at.y + 1);
  await expect.poll(() => tapped(at.x + at.width - 2, at.y + at.height - 2)).not.toBe(first);
});

test('a slider dragged during training on WebGPU answers, and ends at its last value', async ({ page }) => {
  test.setTimeout(300_000);
  const traffic = await watchTraffic(page);
  await openExplore(page, './#preset=tiny&weightStd=0.1&sampleEvery=2');
  await page.getByText('All 16 numbers of z').click();
  await expect(page.getByTestId('number-order')).toHaveValue('effect', { timeout: 60_000 });
  await page.getByTestId('number-order').selectOption('number');
  await expect(page.getByTestId('directions').locator('li')).toHaveCount(10, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await reachStep(page, 1, 240_000);
  const slider = page.getByRole('slider', { name: 'z 1', exact: true });
  const box = (await slider.boundingBox())!;
  const preview = page.getByTestId('latent-preview');
  const place = (share: number) => [box.x + 8 + share * (box.width - 16), box.y + box.height / 2] as const;
  await page.mouse.move(...place(0));
  await page.mouse.down();
  const updates = await countDrawings(preview);
  const begun = Date.now();
  for (let n = 0; Date.now() - begun < 5000; n++) {
    await page.mouse.move(...place((n % 40) / 40));
    await page.waitForTimeout(20);
  }
  const drawn = await updates();
  await page.mouse.move(...place(1.2));
  await page.mouse.up();
  expect(drawn).toBeGreaterThanOrEqual(5);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  expect(await slider.inputValue()).toBe('1');
  await expect.poll(() => traffic.previewed()).toBe(1);
  // Steps that were under way still finish, and the picture follows them; on a busy machine that takes seconds.
  const last = await settled(preview, 6000);
  // Another z and back: the same picture, so it was that of the last value.
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => pixels(preview), { timeout: 20_000 }).not.toEqual(last);
  await page.keyboard.press('End');
  await expect.poll(() => pixels(preview), { timeout: 20_000 }).toEqual(last);
});

test('the picture of a z is the same bit for bit alone and in a grid of 16', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('./?automation');
  const seen = await page.evaluate(async (config) => {
    const client = window.dcgan!;
    const { backend } = await client.request('connect', { base: document.baseURI, backend: 'webgpu' });
    await client.request('loadData', { id: 'mnist', imageSize: config.imageSize, channels: config.channels });
    const run = await client.request('createRun', { dataId: 'mnist', config });
    const model = { run: run.id };
    const z = run.gridLatents.subarray(0, 16 * config.zSize);
    const draw = async (latents: Float32Array) =>
      [...(await client.request('render', { model, z: latents.slice(), channel: 'test' }))!.images.rgba];
    const grid = await draw(z);
    const alone = [];
    for (let n = 0; n < 16; n++) alone.push(...(await draw(z.subarray(n * config.zSize, (n + 1) * config.zSize))));
    return { backend, colours: new Set(grid).size, same: alone.length === grid.length && alone.every((value, i) => value === grid[i]) };
  }, { ...PRESETS.tiny, weightStd: 0.15 });
  expect(seen).toEqual({ backend: 'webgpu', colours: expect.any(Number), same: true });
  expect(seen.colours).toBeGreaterThan(50);
});

test('every tool of Explore fits on every screen and works without a mouse', async ({ page }) => {
  test.setTimeout(180_000);
  await openExplore(page, './?backend=wasm#preset=tiny&weightStd=0.15');
  await expect(page.getByTestId('directions').locator('li')).toHaveCount(10, { timeout: 60_000 });
  await page.getByRole('slider', { name: 'Direction 1', exact: true }).focus();
  const before = await settled(page.getByTestId('latent-preview'));
  await page.keyboard.press('End');
  await expect(page.getByRole('slider', { name: 'Direction 1', exact: true })).toHaveAttribute('aria-valuetext', '4.0 standard deviations');
  await expect.poll(() => pixels(page.getByTestId('latent-preview'))).not.toEqual(before);
  await page.getByRole('textbox', { name: 'Name of Direction 1', exact: true }).fill('thickness');
  await expect(page.getByRole('slider', { name: 'thickness', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Lock thickness' }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('undone')).toHaveText('Undone: a lock');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByTestId('undone')).toHaveText('Done again: a lock');
  await page.getByRole('slider', { name: 'thickness', exact: true }).focus();
  await page.keyboard.press('z');
  await expect(page.getByRole('slider', { name: 'thickness', exact: true })).toHaveAttribute('aria-valuetext', '4.0 standard deviations');

  await tool(page, 'Plane');
  const plane = page.getByTestId('plane');
  await plane.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(plane).toHaveAccessibleName('Plane of samples, at 1.13 across and −1.13 up');
  const own = await settled(page.getByTestId('latent-preview'));
  await page.keyboard.press('Enter');
  await expect.poll(() => pixels(page.getByTestId('latent-preview'))).not.toEqual(own);

  await tool(page, 'Arithmetic');
  for (const title of ['A', '− B', '+ C']) {
    await page.getByRole('button', { name: `Add the z on the sliders to “${title}”` }).press('Enter');
    await page.keyboard.press('z');
  }
  await expect(page.getByTestId('arithmetic-result')).toBeVisible();
  await expect(page.getByTestId('arithmetic-pixels')).toBeVisible();

  await tool(page, 'Own direction');
  for (const end of ['Without it', 'With it']) {
    await page.getByRole('button', { name: `Add the z on the sliders to “${end}”` }).press('Enter');
    await page.keyboard.press('z');
  }
  await page.getByRole('textbox', { name: 'Name, such as thickness' }).fill('slant');
  await page.getByRole('button', { name: 'Make a slider of it' }).press('Enter');
  await expect(page.getByRole('slider', { name: 'slant', exact: true })).toBeVisible();

  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const name of ['Sliders', 'Walk', 'Plane', 'Arithmetic', 'Own direction', 'Find a z', 'Neighbours', 'Map']) {
      await tool(page, name);
      await expectNoSidewaysScroll(page);
      // A place on the plane is a place among its pictures.
      if (name === 'Plane') expect((await plane.boundingBox())?.height).toBeCloseTo((await plane.locator('canvas').boundingBox())!.height, 0);
    }
  }
});

async function openExplore(page: Page, address: string): Promise<void> {
  await openPage(page, address);
  await page.getByRole('tab', { name: 'Explore' }).click();
  // The view that was left may take a moment to go.
  await expect(page.getByTestId('latent-preview')).toHaveCount(1);
}

async function tool(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Starts a task and cancels it as soon as it can be: a small one is over before a test would find the button. */
async function cancelAtOnce(page: Page, start: string): Promise<void> {
  await page.evaluate(async (name) => {
    const button = (label: string) =>
      [...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.textContent) === label);
    button(name)?.click();
    const begun = performance.now();
    while (!button('Cancel') && performance.now() - begun < 5000) await new Promise((resolve) => setTimeout(resolve));
    button('Cancel')?.click();
  }, start);
}

/** Counts from now on how often something is drawn on a canvas. */
async function countDrawings(canvas: Locator): Promise<() => Promise<number>> {
  const count = await canvas.evaluateHandle((element: HTMLCanvasElement) => {
    const context = element.getContext('2d')!;
    const counter = { drawings: 0 };
    const draw = context.drawImage.bind(context) as (...given: unknown[]) => void;
    context.drawImage = (...given: unknown[]) => {
      counter.drawings++;
      draw(...given);
    };
    return counter;
  });
  return () => count.evaluate(({ drawings }) => drawings);
}

/** The picture on a canvas at its own 16 x 16 pixels: one value from the middle of each square. */
async function smallest(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext('2d')!;
    const cell = element.width / 16;
    return Array.from({ length: 256 }, (_, i) => {
      const [x, y] = [(i % 16) + 0.5, Math.floor(i / 16) + 0.5];
      return context.getImageData(Math.floor(x * cell), Math.floor(y * cell), 1, 1).data[0]!;
    });
  });
}

async function save(page: Page, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const downloading = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name }).click();
  const download: Download = await downloading;
  return new Uint8Array(await readFile(await download.path()));
}

/** Frames that the browser's own decoder makes of a GIF. */
async function framesOfGif(page: Page, bytes: Uint8Array): Promise<number> {
  return page.evaluate(async (list) => {
    const decoder = new ImageDecoder({ data: Uint8Array.from(list), type: 'image/gif' });
    await decoder.tracks.ready;
    await decoder.completed;
    const count = decoder.tracks.selectedTrack!.frameCount;
    for (let frameIndex = 0; frameIndex < count; frameIndex++) (await decoder.decode({ frameIndex })).image.close();
    return count;
  }, [...bytes]);
}

/** Frames that the browser's own decoder makes of a video. */
async function framesOfVideo(page: Page, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  const config = (await track.getDecoderConfig())!;
  const chunks: { type: EncodedVideoChunkType; timestamp: number; data: number[] }[] = [];
  for await (const packet of new EncodedPacketSink(track).packets())
    chunks.push({ type: packet.type, timestamp: packet.microsecondTimestamp, data: [...packet.data] });
  return page.evaluate(
    async ({ codec, width, height, list }) => {
      let frames = 0;
      const decoder = new VideoDecoder({
        output: (frame) => {
          frames++;
          frame.close();
        },
        error: (error) => {
          throw error;
        },
      });
      decoder.configure({ codec, codedWidth: width, codedHeight: height });
      for (const { type, timestamp, data } of list)
        decoder.decode(new EncodedVideoChunk({ type, timestamp, data: Uint8Array.from(data) }));
      await decoder.flush();
      return frames;
    },
    { codec: config.codec, width: config.codedWidth ?? 0, height: config.codedHeight ?? 0, list: chunks },
  );
}
