import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { openPage, reachStep } from './page';

const NO_API = `Object.defineProperty(navigator, 'gpu', { value: undefined });`;
const NO_ADAPTER = `Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => null } });`;

/** Runs a script at the start of the page and of its worker, before any of ours. */
async function begin(page: Page, script: string): Promise<void> {
  await page.addInitScript(script);
  await page.route('**/trainer.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: script + (await response.text()) });
  });
}

for (const [name, script] of [
  ['no navigator.gpu at all', NO_API],
  ['an adapter that is null', NO_ADAPTER],
] as const) {
  test(`with ${name} the page trains on another backend and says what to do`, async ({ page }) => {
    await begin(page, script);
    await openPage(page, './#preset=tiny');
    await expect(page.getByTestId('backend')).toHaveText('wasm');
    const notice = page.getByTestId('notice');
    await expect(notice).toContainText('Training works without WebGPU');
    await expect(notice).toContainText('chrome://flags');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await reachStep(page, 2);
    await page.getByRole('button', { name: 'What computes' }).click();
    await expect(page.getByRole('dialog')).toContainText('Tried first');
  });
}

test('a page that is kept from WebGPU does without it, though its worker has it', async ({ page }) => {
  await page.addInitScript(NO_ADAPTER);
  await openPage(page, './#preset=tiny');
  await expect(page.getByTestId('backend')).toHaveText('wasm');
  await expect(page.getByTestId('notice')).toContainText('found no GPU');
});
