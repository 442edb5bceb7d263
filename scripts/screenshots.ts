/**
 * `npm run screenshots`: writes a picture of every view, at three sizes, light and dark, in every language, with a run
 * in progress, to screenshots/. `--at ADDRESS` sets the page up (what follows the `#` of a shared address) and
 * `--steps N` says how far it trains before the pictures are taken; `--lang ID` takes those of one language alone.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { LANGUAGES, translate, type Language } from '../src/i18n/text';
import { VIEWS } from '../src/state/store';
import { launchBrowser } from './lib/browser';
import { ensurePage } from './lib/page';
import { DIST, ROOT } from './lib/paths';
import { serveFolders } from './lib/static-server';

const FOLDER = path.join(ROOT, 'screenshots');
/** The desk, the projector and the phone. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'] as const;
const TRAINING_TIMEOUT_MS = 3_600_000;
/** Panels slide for 200 ms, and pictures are drawn a frame after. */
const SETTLE_MS = 500;

async function startTraining(page: Page, language: Language, steps: number): Promise<void> {
  await page.getByRole('button', { name: translate(language, 'action.train'), exact: true }).click();
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= wanted,
    steps,
    { timeout: TRAINING_TIMEOUT_MS },
  );
}

async function photograph(page: Page, language: Language): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const view of VIEWS) {
      await page.getByRole('tab', { name: translate(language, `view.${view}`), exact: true }).click();
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await page.waitForTimeout(SETTLE_MS);
        const name = `${view}-${size.width}x${size.height}-${theme}-${language}.png`;
        await page.screenshot({ path: path.join(FOLDER, name) });
      }
    }
  }
}

const { values } = parseArgs({
  options: {
    at: { type: 'string', default: 'preset=tiny' },
    steps: { type: 'string', default: '300' },
    lang: { type: 'string' },
  },
});
const languages = LANGUAGES.filter((language) => values.lang === undefined || values.lang === language);
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
await ensurePage();
const served = await serveFolders({ '/': DIST }, 0);
// The wasm backend is the same everywhere, and faster than a GPU that is none.
const browser = await launchBrowser(true);
try {
  for (const language of languages) {
    const page = await browser.newPage({ viewport: SIZES[0] });
    await page.goto(`${served.url}?backend=wasm&lang=${language}#steps=100000&${values.at}`);
    await startTraining(page, language, Number(values.steps));
    await photograph(page, language);
    await page.close();
  }
} finally {
  await browser.close();
  await served.close();
}
console.log(`Wrote ${VIEWS.length * SIZES.length * THEMES.length * languages.length} pictures to ${FOLDER}.`);
