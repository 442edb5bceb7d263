import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { expect, test } from './fixtures';
import { png } from './odd-images';
import { openPage } from './page';

const ADDRESS = '?preset=tiny&backend=wasm';

/** A picture of blocks of colour, unlike those of other seeds. */
function picture(seed: number): Buffer {
  const value = (x: number, y: number, c: number) => (Math.imul(seed * 31 + (x >> 2) * 7 + (y >> 2) * 13 + c * 5 + 1, 2654435761) >>> 24) & 255;
  return Buffer.from(png([32, 32], 8, 2, (x, y) => [0, 1, 2].map((c) => value(x, y, c))));
}

async function openDataView(page: Page): Promise<void> {
  await page.goto(ADDRESS);
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByTestId('mean-image')).toBeVisible({ timeout: 60_000 });
}

test('a zip is imported, shown, trained on, kept and found again', async ({ page }) => {
  await openDataView(page);
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i % 2 ? 'warm' : 'cold'}/${i}.png`, new Uint8Array(picture(i))]));
  const zip = Buffer.from(zipSync({ ...files, 'notes.jpg': new TextEncoder().encode('no picture') }));
  await page.getByTestId('files-input').setInputFiles({ name: 'weather.zip', mimeType: 'application/zip', buffer: zip });
  await expect(page.getByTestId('skipped-files')).toContainText('notes.jpg');
  await expect(page.getByTestId('skipped-files')).toContainText('not a picture');
  await expect(page.getByRole('heading', { name: 'weather' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: '3 (colour)' })).toBeVisible();
  await expect(page.getByTestId('notice')).toContainText('learnt by heart');
  await expect(page.getByRole('button', { name: /^warm/ })).toBeVisible();
  await page.getByRole('button', { name: /^warm/ }).click();
  await expect(page.getByText('Training images of the class warm')).toBeVisible();
  await page.getByRole('button', { name: 'Switch augmentation on' }).click();
  await expect(page.getByRole('button', { name: 'Augmentation is on' })).toBeVisible();

  await expect(page.getByTestId('own-set')).toContainText('the first step trained on it keeps it');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByTestId('step-count')).toHaveText('1', { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Data' }).click();

  await expect(page.getByRole('button', { name: 'Kept', exact: true })).toBeVisible();
  await expect(page.getByTestId('own-set')).toContainText('kept in this browser');
  await page.getByLabel('Name of the set').fill('Sky');
  await page.getByLabel('Name of the set').press('Enter');
  await expect(page.getByRole('heading', { name: 'Sky' })).toBeVisible();
  await expect(page.getByTestId('quota')).toContainText(/B of the \d.* GB/);
  await page.reload();
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByLabel('Name of the set')).toHaveValue('Sky');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save Sky as .npz' }).click();
  expect((await saved).suggestedFilename()).toBe('Sky.npz');
  await page.getByTestId('own-set').getByRole('button', { name: 'Use' }).click();
  await expect(page.getByRole('heading', { name: 'Sky' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete Sky' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByTestId('own-set')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'MNIST' })).toBeVisible();
});

test('emoji train in colour at 32 and at 64 pixels', async ({ page }) => {
  for (const size of [32, 64]) {
    await openPage(page, `?preset=tiny&backend=wasm&data=emoji&imageSize=${size}&baseFilters=4&batchSize=4`);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(page.getByTestId('step-count')).toHaveText('1', { timeout: 60_000 });
    for (const name of ['samples', 'real-batch']) await expect.poll(() => hasColour(page.getByTestId(name))).toBe(true);
    await page.getByRole('tab', { name: 'Data' }).click();
    await expect(page.getByRole('figure').filter({ hasText: `${size}×${size}` })).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: '3 (colour)' })).toBeVisible();
  }
});

/** Whether any pixel of a canvas is not grey. */
async function hasColour(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { width, height } = element;
    const data = element.getContext('2d')!.getImageData(0, 0, width, height).data;
    return data.some((value, i) => i % 4 === 0 && data[i + 3] === 255 && (value !== data[i + 1] || value !== data[i + 2]));
  });
}

test('files are dropped and pasted, and nothing readable leaves the set as it is', async ({ page }) => {
  await openDataView(page);
  const send = (type: 'drop' | 'paste', name: string, bytes: Buffer) =>
    page.evaluate(
      ([event, file, base64]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], file));
        const target = document.querySelector('main')!;
        const init = { bubbles: true, cancelable: true };
        target.dispatchEvent(
          event === 'drop' ? new DragEvent('drop', { ...init, dataTransfer: transfer }) : new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
        );
      },
      [type, name, bytes.toString('base64')] as const,
    );
  await send('drop', 'letter.png', Buffer.from('Dear all'));
  await expect(page.getByTestId('skipped-files')).toContainText('letter.png');
  await expect(page.getByTestId('notice').filter({ hasText: 'no picture that can be read' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'MNIST' })).toBeVisible();
  const three = (seed: number) =>
    Buffer.from(zipSync(Object.fromEntries([0, 1, 2].map((i) => [`${i}.png`, new Uint8Array(picture(3 * seed + i))]))));
  await send('drop', 'one.zip', three(1));
  await expect(page.getByRole('heading', { name: 'one' })).toBeVisible();
  await send('paste', 'two.zip', three(2));
  await expect(page.getByRole('heading', { name: 'two' })).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await send('drop', 'three.zip', three(3));
  await expect(page.getByRole('heading', { name: 'three' })).toBeVisible();
});

test('drawings become a set, where there is no camera', async ({ page }) => {
  await openDataView(page);
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await expect(page.getByText('There is no camera that this page may use.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const board = (await page.getByTestId('drawing-board').boundingBox())!;
  // Of two colours where something is drawn: the edges of strokes, which lie between, are left out.
  const inks = () =>
    page.getByTestId('drawing-board').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data.filter((value, i) => i % 4 === 0 && (value === 255 || value === 26))).size;
    });
  for (let n = 0; n < 4; n++) {
    await page.mouse.move(board.x + 20 + 30 * n, board.y + 30);
    await page.mouse.down();
    await page.mouse.move(board.x + 100, board.y + 200, { steps: 4 });
    await page.mouse.up();
    expect(await inks()).toBe(2);
    await page.getByRole('button', { name: 'Add this drawing' }).click();
    await expect(page.getByText(`Pictures for a new set: ${n + 1}`)).toBeVisible();
    expect(await inks(), 'the next drawing starts on an empty board').toBe(1);
  }
  const tray = page.getByRole('dialog').getByTestId('tray');
  await expect(tray.getByRole('img')).toHaveCount(4);
  await tray.getByRole('button', { name: 'Remove picture 2' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('tray').getByRole('img')).toHaveCount(3);
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a set of 3' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'My pictures' })).toBeVisible();
});

test('the view is accessible, and fits the desk, the projector and the phone', async ({ page }) => {
  await openDataView(page);
  await page.getByTestId('files-input').setInputFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: picture(1) },
    { name: 'b.png', mimeType: 'image/png', buffer: picture(2) },
    { name: 'c.txt', mimeType: 'text/plain', buffer: Buffer.from('text') },
  ]);
  await expect(page.getByTestId('own-set')).toBeVisible();
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    const sideways = () =>
      page.evaluate(() => {
        const main = document.querySelector('main')!;
        return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
      });
    await expect.poll(sideways, { message: `${width} wide` }).toBeLessThanOrEqual(0);
  }
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});
