import type { Locator, Page } from '@playwright/test';
import { EXPERIMENT_IDS, experimentNumbers, EXPERIMENTS } from '../src/core/experiments';
import type { ExperimentId } from '../src/core/experiments';
import type { TermHome } from '../src/core/glossary';
import { TOUR } from '../src/core/lessons';
import { PRESETS } from '../src/core/presets';
import { VERDICT_STEPS } from '../src/core/verdict';
import { labEn } from '../src/i18n/lab.en';
import { isTextKey, translate } from '../src/i18n/text';
import { expect, test } from './fixtures';
import { expectNoSidewaysScroll, openPage, pixels, stepOf } from './page';

const labPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: labEn['lab.pages'] }).getByRole('button', { name, exact: true }).click();

async function openLab(page: Page, address: string): Promise<void> {
  await openPage(page, address);
  await page.getByRole('tab', { name: 'Lab', exact: true }).click();
}

/** Steps after which there is something to draw, but no verdict yet. */
const FIRST_LOOK = 10;
/** The experiments, those with most runs first: so two pages that take one after the other end at about the same time. */
const BY_RUNS = EXPERIMENT_IDS.toSorted((one, other) => EXPERIMENTS[other].variants.length - EXPERIMENTS[one].variants.length);

/** Sets the size and the steps of the experiments to come. */
async function setUp(page: Page, steps: number): Promise<void> {
  await page.getByRole('combobox', { name: labEn['lab.exp.size'] }).selectOption('tiny');
  await page.getByRole('combobox', { name: labEn['lab.exp.steps'] }).selectOption(String(steps));
}

/** Predicts, runs and waits for what was seen. */
async function runExperiment(page: Page, id: ExperimentId, timeout = 480_000): Promise<Locator> {
  await page.getByRole('button', { name: titleOf(id), exact: true }).click();
  await page.getByRole('radio', { name: labEn['lab.exp.alike'] }).check();
  await page.getByRole('button', { name: labEn['lab.exp.start'] }).click();
  const verdict = page.getByTestId('lab-verdict');
  await expect(verdict).toBeVisible({ timeout });
  return verdict;
}

/** Runs an experiment to its verdict and gives all that is said of it; what is seen of its runs must be there too. */
async function verdictOf(page: Page, id: ExperimentId, timeout?: number): Promise<string> {
  const verdict = await runExperiment(page, id, timeout);
  await expect(verdict).toHaveAttribute('data-early', 'false');
  await expect(verdict).toContainText(labEn[`lab.exp.${id}.paper`]);
  await expect(page.getByTestId('lab-samples')).toHaveCount(EXPERIMENTS[id].variants.length);
  for (const samples of await page.getByTestId('lab-samples').all()) expect((await pixels(samples)).colours).toBeGreaterThan(1);
  return verdict.innerText();
}

const titleOf = (id: ExperimentId) => translate('en', `lab.exp.${id}.title`, { ...experimentNumbers(EXPERIMENTS[id], PRESETS.tiny) });

test('each experiment runs to its verdict, the same for the same seed, and leaves the run as it was', async ({ page, context }) => {
  test.setTimeout(900_000);
  // A page trains on one core and leaves another to the browser: two pages need hardly longer than one.
  const pages = [page, await context.newPage()];
  const waiting = [...BY_RUNS];
  const verdicts = await Promise.all(
    pages.map(async (one) => {
      await openLab(one, './?backend=wasm&lang=en#preset=tiny');
      await setUp(one, VERDICT_STEPS);
      const same = await verdictOf(one, 'beta1');
      for (let id = waiting.shift(); id; id = waiting.shift()) if (id !== 'beta1') await verdictOf(one, id);
      expect(await stepOf(one)).toBe(0);
      return same;
    }),
  );
  expect(verdicts[0]).toBe(verdicts[1]);
});

test('a first look at an experiment goes on to a verdict, which judges the prediction', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openLab(page, './?backend=wasm&lang=en#preset=tiny');
  await setUp(page, FIRST_LOOK);
  const verdict = await runExperiment(page, 'learningRate');
  await expect(verdict).toHaveAttribute('data-early', 'true');
  await page.getByRole('button', { name: translate('en', 'lab.exp.longer', { steps: VERDICT_STEPS }) }).click();
  await expect(page.getByTestId('lab-verdict')).toHaveAttribute('data-early', 'false', { timeout: 120_000 });
  await expect(verdict).toContainText('Your prediction was another: “They will end up alike”.');
  // The answer comes into sight by itself.
  await expect(page.getByText(/^Run 2 \(0\.001\) does better: it comes nearer to the real images/)).toBeInViewport();
  await expect(page.getByTestId('lab-reconciled')).toContainText(`for ${VERDICT_STEPS} steps only`);
  await expectNoSidewaysScroll(page);
});

test('an experiment runs to its verdict on WebGPU', async ({ page }) => {
  test.setTimeout(900_000);
  await openLab(page, './?lang=en#preset=tiny');
  await expect(page.getByTestId('backend')).toHaveText('webgpu');
  await setUp(page, VERDICT_STEPS);
  await verdictOf(page, 'beta1', 840_000);
});

test('the tour is offered to a newcomer and goes from view to view', async ({ page }) => {
  await openPage(page, './?backend=wasm&lang=en#preset=tiny');
  await page.getByRole('button', { name: labEn['lab.tour.offer'] }).click();
  const card = page.getByTestId('tour');
  await expect(card).toBeFocused();
  for (const [stop, { home, target, trained }] of TOUR.entries()) {
    await expect(card).toContainText(translate('en', 'lab.tour.at', { n: stop + 1, count: TOUR.length }));
    await expect(page.locator('[role=tab][aria-selected=true]').first()).toHaveText(labelOf(home));
    await expect(card.getByTestId('ready-offer')).toHaveCount(trained ? 1 : 0);
    await expect(page.locator(target).first()).toBeInViewport();
    await card.getByRole('button', { name: stop + 1 < TOUR.length ? labEn['lab.tour.next'] : labEn['lab.tour.done'], exact: true }).click();
  }
  await expect(card).toHaveCount(0);
  await expectNoSidewaysScroll(page);
});

test('on a phone the tour keeps what it speaks of in sight while the page grows', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPage(page, './?backend=wasm&lang=en#preset=tiny');
  await page.getByRole('button', { name: labEn['lab.tour.offer'] }).click();
  const card = page.getByTestId('tour');
  const filters = TOUR.findIndex(({ home }) => home === 'inspect');
  for (let stop = 0; stop < filters; stop++) await card.getByRole('button', { name: labEn['lab.tour.next'], exact: true }).click();
  const target = page.locator(TOUR[filters]!.target).first();
  await expect(target).toBeInViewport();
  const shown = async () => ((await target.boundingBox())?.y ?? NaN) < ((await card.boundingBox())?.y ?? NaN) - 40;
  await expect.poll(shown).toBe(true);
  await page.evaluate(() => {
    const main = document.querySelector('main')!;
    // Not every browser keeps what is in view in its place.
    main.style.overflowAnchor = 'none';
    const late = document.createElement('div');
    late.style.height = '900px';
    main.prepend(late);
  });
  await expect.poll(shown).toBe(true);
});

test('on a phone the picture that is asked about and both answers are on the screen', async ({ page }) => {
  // What a phone's browser leaves of the screen, with its bars.
  await page.setViewportSize({ width: 390, height: 664 });
  await openPage(page, './?backend=wasm&lang=en#preset=tiny');
  await page.getByRole('tab', { name: 'Lab', exact: true }).click();
  await page.getByRole('combobox', { name: labEn['lab.pages'] }).selectOption({ label: labEn['lab.page.game'] });
  await page.getByRole('button', { name: labEn['lab.game.start'], exact: true }).click();
  await expect(page.getByTestId('game-picture')).toBeInViewport({ ratio: 1 });
  for (const answer of ['lab.game.fake', 'lab.game.real'] as const)
    await expect(page.getByRole('button', { name: labEn[answer], exact: true })).toBeInViewport({ ratio: 1 });
});

/** What the tab is called that leads to a place. */
function labelOf(home: TermHome): string {
  const key = `view.${home.split('/')[0]}`;
  if (!isTextKey(key)) throw new Error(`${home} has no tab`);
  return translate('en', key);
}

test('a failure is noticed and cured, an update is taken apart, and terms explain themselves', async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, './?backend=wasm&lang=en#preset=tiny');

  await labPage(page, labEn['lab.page.clinic']);
  await page.getByRole('button', { name: labEn['lab.clinic.collapse'], exact: true }).click();
  const progress = page.getByTestId('clinic-progress');
  await expect(progress).toHaveAttribute('data-phase', 'noticed', { timeout: 60_000 });
  await expect(page.getByTestId('clinic-diagnosis')).toHaveAttribute('data-condition', 'collapsed');
  await page.getByRole('button', { name: labEn['lab.clinic.collapse.cure'] }).click();
  await expect(progress).toHaveAttribute('data-phase', 'recovered', { timeout: 60_000 });

  await labPage(page, labEn['lab.page.slow']);
  await page.getByRole('button', { name: labEn['lab.slow.begin'] }).click();
  await expect(page.getByTestId('slow-place')).toContainText('stage 1 of 7');
  for (let stage = 0; stage < 5; stage++) await page.getByRole('button', { name: labEn['lab.slow.next'] }).click();
  expect(await stepOf(page)).toBe(0);
  const loss = Number(await page.getByTestId('slow-loss').textContent());
  await page.getByRole('button', { name: labEn['lab.slow.make'] }).click();
  await expect(page.getByTestId('slow-effect')).toBeVisible({ timeout: 30_000 });
  // D's update has been tried only: the step is made when G has had its turn.
  expect(await stepOf(page)).toBe(0);
  await page.getByRole('button', { name: labEn['lab.slow.second'] }).click();
  await expect(page.getByTestId('slow-place')).toContainText('stage 1 of 7');
  for (let stage = 0; stage < 5; stage++) await page.getByRole('button', { name: labEn['lab.slow.next'] }).click();
  await page.getByRole('button', { name: labEn['lab.slow.make'] }).click();
  await expect.poll(() => stepOf(page)).toBe(1);
  await page.getByRole('tab', { name: 'Train', exact: true }).click();
  expect(Number(await page.getByTestId('loss-d').textContent())).toBeCloseTo(loss, 1);
  await page.getByRole('tab', { name: 'Lab', exact: true }).click();

  await labPage(page, labEn['lab.page.convolutions']);
  await expect(page.getByTestId('conv-sizes')).toHaveText('8×8 becomes 4×4: smaller');
  await page.getByRole('button', { name: labEn['lab.conv.fractional'] }).click();
  await expect(page.getByTestId('conv-sizes')).toHaveText('4×4 becomes 8×8: larger');
  await page.getByRole('button', { name: labEn['lab.conv.next'] }).click();
  await expect(page.getByTestId('conv-words')).toContainText('Row 1, column 2 of the output');
  const term = page.getByRole('button', { name: 'fractionally-strided convolution', exact: true });
  await term.press('Enter');
  await expect(page.getByRole('dialog').locator('.katex-mathml')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: labEn['lab.conv.strided'] }).click();
  await expect(page.getByTestId('conv-sizes')).toHaveText('8×8 becomes 4×4: smaller');
  await term.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: translate('en', 'term.show') }).click();
  await expect(page.getByTestId('conv-sizes')).toHaveText('4×4 becomes 8×8: larger');
  await expectNoSidewaysScroll(page);
});
