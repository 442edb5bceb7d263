/**
 * `npm run screenshots`: writes a picture of every view, at three sizes, light and dark, in every language, with a run
 * in progress, to screenshots/. The run goes on from the ready-made model `--model` (`none` begins afresh) for `--steps`
 * steps before the pictures are taken. `--at ADDRESS` sets the page up (what follows the `#` of a shared address),
 * `--lang ID` takes the pictures of one language alone, and `--readme` renews the picture in the README.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { isTextKey, LANGUAGES, translate, type Language } from '../src/i18n/text';
import { VIEWS, type View } from '../src/state/store';
import { launchBrowser } from './lib/browser';
import { ensurePage } from './lib/page';
import { DIST, ROOT } from './lib/paths';
import { serveFolders } from './lib/static-server';

const FOLDER = path.join(ROOT, 'screenshots');
const README_PICTURE = path.join(ROOT, 'public/screenshot.png');
/** The desk, the projector and the phone. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;
const TRAINING_TIMEOUT_MS = 3_600_000;
/** Panels slide for 200 ms, and pictures are drawn a frame after. */
const SETTLE_MS = 500;

function pictureName(view: View, size: (typeof SIZES)[number], theme: (typeof THEMES)[number], language: Language): string {
  return `${view}-${size.width}x${size.height}-${theme}-${language}.png`;
}

/** Makes a ready-made model the run. */
async function goOnFrom(page: Page, language: Language, model: string): Promise<void> {
  const key = `ready.${model}`;
  if (!isTextKey(key)) throw new Error(`There is no ready-made model “${model}”.`);
  await page.getByTestId('ready-models').getByRole('button', { name: translate(language, key), exact: true }).click();
  await page.getByRole('button', { name: translate(language, 'viewed.continue'), exact: true }).click();
  await page.getByTestId('viewed').waitFor({ state: 'hidden' });
  // That it has more steps to make now.
  await page.getByTestId('notice').getByRole('button', { name: translate(language, 'action.dismiss') }).click();
}

async function startTraining(page: Page, language: Language, steps: number): Promise<void> {
  const count = page.getByTestId('step-count');
  const wanted = Number(await count.textContent()) + steps;
  await page.getByRole('button', { name: translate(language, 'action.train'), exact: true }).click();
  await page.waitForFunction(
    (least) => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= least,
    wanted,
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
        await page.screenshot({ path: path.join(FOLDER, pictureName(view, size, theme, language)) });
      }
    }
  }
}

const { values } = parseArgs({
  options: {
    at: { type: 'string', default: 'preset=tiny' },
    model: { type: 'string', default: 'mnist' },
    steps: { type: 'string', default: '30' },
    lang: { type: 'string' },
    readme: { type: 'boolean', default: false },
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
    await page.goto(`${served.url}?backend=wasm&lang=${language}#steps=100000&sampleEvery=10&${values.at}`);
    if (values.model !== 'none') await goOnFrom(page, language, values.model);
    await startTraining(page, language, Number(values.steps));
    await photograph(page, language);
    await page.close();
  }
} finally {
  await browser.close();
  await served.close();
}
if (values.readme) {
  const [desk] = SIZES;
  await copyFile(path.join(FOLDER, pictureName('train', desk, 'light', 'en')), README_PICTURE);
}
console.log(`Wrote ${VIEWS.length * SIZES.length * THEMES.length * languages.length} pictures to ${FOLDER}.`);
