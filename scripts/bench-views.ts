/**
 * Measures what looking costs: how many steps a second a run makes under each view, taking turns, beside those under the
 * Train view, and the longest task on the page's main thread meanwhile. `node --import tsx scripts/bench-views.ts
 * [--backend webgpu|wasm] [--at SETTINGS] [--rounds 3] [--seconds 6]` prints one line of JSON.
 */
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { translate } from '../src/i18n/text';
import { VIEWS } from '../src/state/store';
import type { View } from '../src/state/store';
import { launchBrowser } from './lib/browser';
import { ensurePage } from './lib/page';
import { DIST } from './lib/paths';
import { serveFolders } from './lib/static-server';

/** A view draws itself for the first time before it is measured. */
const SETTLE_MS = 2500;
const READY_MS = 300_000;

declare global {
  interface Window {
    longTasks: number[];
  }
}

const stepOf = async (page: Page): Promise<number> => Number(await page.getByTestId('step-count').textContent());

const show = (page: Page, view: View) =>
  page.getByRole('tab', { name: translate('en', `view.${view}`), exact: true }).click();

/** Steps a second under a view, and the longest task of the main thread that the browser calls long (over 50 ms). */
async function measure(page: Page, view: View, seconds: number): Promise<{ rate: number; longest: number }> {
  await show(page, view);
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => (window.longTasks.length = 0));
  const [from, begin] = [await stepOf(page), performance.now()];
  await page.waitForTimeout(seconds * 1000);
  const rate = ((await stepOf(page)) - from) / ((performance.now() - begin) / 1000);
  return { rate, longest: await page.evaluate(() => Math.max(0, ...window.longTasks)) };
}

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'webgpu' },
    at: { type: 'string', default: 'preset=tiny' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
  },
});
const measured: readonly View[] = VIEWS.filter((view) => view === 'explore' || view === 'inspect');
await ensurePage();
const served = await serveFolders({ '/': DIST }, 0);
const browser = await launchBrowser(values.backend === 'wasm');
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await page.goto(`${served.url}?backend=${values.backend}&lang=en#steps=1000000&${values.at}`);
  await page.getByRole('button', { name: translate('en', 'action.train'), exact: true }).click({ timeout: READY_MS });
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= 20,
    undefined,
    { timeout: READY_MS },
  );
  const ratios: Record<string, number[]> = {};
  const longest: Record<string, number> = {};
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const view of measured) {
      const alone = await measure(page, 'train', Number(values.seconds));
      const looking = await measure(page, view, Number(values.seconds));
      (ratios[view] ??= []).push(looking.rate / alone.rate);
      longest['train'] = Math.max(longest['train'] ?? 0, alone.longest);
      longest[view] = Math.max(longest[view] ?? 0, looking.longest);
    }
  }
  const backend = await page.getByTestId('backend').textContent();
  const adapter = await page.getByTestId('adapter').textContent();
  const speed = Object.fromEntries(
    Object.entries(ratios).map(([view, all]) => [view, all.toSorted((a, b) => a - b)[all.length >> 1]]),
  );
  console.log(JSON.stringify({ backend, adapter, at: values.at, speed, ratios, longestTaskMs: longest }));
} finally {
  await browser.close();
  await served.close();
}
