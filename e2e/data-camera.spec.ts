import { ensureBrowser, SOFTWARE_GPU_FLAGS } from '../scripts/lib/browser';
import { expect, test } from './fixtures';

// The browser's own stand-in for a camera, a moving picture of 640 x 480, which needs no permission.
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({ launchOptions: { executablePath: ensureBrowser(), args: [...SOFTWARE_GPU_FLAGS, ...CAMERA] } });

test('pictures taken with the camera become a set, and the camera is let go of', async ({ page }) => {
  await page.addInitScript(() => {
    const streams: MediaStream[] = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      streams.push(stream);
      return stream;
    };
    Object.assign(globalThis, { streams });
  });
  const live = () =>
    page.evaluate(() => {
      const { streams } = globalThis as unknown as { streams: MediaStream[] };
      return streams.flatMap((stream) => stream.getTracks()).map(({ readyState }) => readyState);
    });
  await page.goto('?preset=tiny&backend=wasm');
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByTestId('mean-image')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  const take = page.getByRole('button', { name: 'Take a picture' });
  for (const count of [1, 2, 3]) {
    await take.click();
    await expect(page.getByText(`Pictures for a new set: ${count}`)).toBeVisible();
  }
  expect(await live()).toContain('live');
  const taken = page.getByRole('dialog').getByTestId('tray').getByRole('img');
  await expect(taken).toHaveCount(3);
  const sizes = await taken.evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
  expect(sizes).toEqual([640, 640, 640]);
  await page.getByRole('button', { name: 'Make a set of 3' }).click();
  await expect.poll(live).not.toContain('live');
  await expect(page.getByRole('heading', { name: 'My pictures' })).toBeVisible();
});
