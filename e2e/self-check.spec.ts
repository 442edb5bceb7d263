import { expect, test } from './fixtures';
import type {} from './pages/self-check';

test('this browser has WebGPU, and tfjs multiplies and reads back on it', async ({ page }) => {
  await page.goto('test/self-check.html');
  const check = await page.evaluate(() => globalThis.selfCheck());
  expect(check.backend).toBe('webgpu');
  expect(check.adapter).not.toBe('');
  expect(check.product).toEqual([19, 22, 43, 50]);
  expect(check.isolated).toBe(true);
});

test.describe('a test must fail', () => {
  test.fail('on a console error', async ({ page }) => {
    await page.goto('test/self-check.html');
    await page.evaluate(() => console.error('on purpose'));
  });

  test.fail('on an uncaught error', async ({ page }) => {
    await page.goto('test/self-check.html');
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('on purpose');
      });
    });
    await page.waitForTimeout(100);
  });

  test.fail('on a request to another host', async ({ page }) => {
    await page.goto('test/self-check.html');
    await page.evaluate(() => fetch('https://example.invalid/').catch(() => undefined));
  });
});
