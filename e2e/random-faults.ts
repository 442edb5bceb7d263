import type { Page } from '@playwright/test';
import { RandomStream } from '../src/core/random';
import { destroyDevice, endWorker, refuseStorage, spoilNumbers } from './faults';

/** What may go wrong by chance: the worker or the page goes, numbers or storage fail; on WebGPU the device goes too. */
const FAULTS = ['worker', 'page', 'numbers', 'storage'] as const;
type Fault = (typeof FAULTS)[number] | 'device';

/** Longest time that a run may take to go on after a fault, in milliseconds: a GPU made of software compiles slowly. */
const PATIENCE_MS = 180_000;

/** Time after which numbers are spoiled once more, in milliseconds: measuring a checkpoint draws some too, and may have had them. */
const AGAIN_MS = 20_000;

/** What is kept of the run that trains, and how far it is. */
interface Sight {
  step: number;
  loss: number;
  kept: readonly number[];
}

/**
 * All that was shown as kept is in the browser's storage still, in this run or the one that it went on from: at least the
 * first and the last, for those between may have been thinned out.
 */
async function checkKept(page: Page, shown: readonly number[]): Promise<void> {
  const stored = await page.evaluate(async () => {
    const opening = indexedDB.open('runs');
    const database = await new Promise<IDBDatabase>((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const asking = database.transaction('files').objectStore('files').getAllKeys();
    const keys = await new Promise<IDBValidKey[]>((resolve) => (asking.onsuccess = () => resolve(asking.result)));
    database.close();
    return keys.map((key) => (key as [string, number])[1]);
  });
  const lost = [shown[0]!, shown.at(-1)!].filter((step) => !stored.includes(step));
  if (lost.length > 0) throw new Error(`what was shown as kept is gone: step ${lost.join(', ')}`);
}

/**
 * Lets `count` faults happen to a page whose run trains, each after a few steps, drawn from a seed. Throws where a run
 * does not go on from a good checkpoint, trains what is not a number, or loses what was shown as kept; tells each fault.
 */
export async function sufferFaults(page: Page, count: number, seed: number, tell: (line: string) => void): Promise<void> {
  const random = new RandomStream(seed, 'faults');
  const onGpu = (await page.getByTestId('backend').textContent()) === 'webgpu';
  const faults: readonly Fault[] = onGpu ? [...FAULTS, 'device'] : FAULTS;
  for (let n = 1; n <= count; n++) {
    await page.waitForTimeout(random.integer(400));
    await until(page, 'a checkpoint', async () => (await look(page)).kept.length > 0);
    const before = await look(page);
    const fault = faults[random.integer(faults.length)]!;
    await takeOffers(page);
    await strike(page, fault);
    await goOn(page, fault);
    await until(page, 'a run', async () => (await look(page)).step > 0);
    const resumed = await look(page);
    const saved = before.kept.at(-1)!;
    if (resumed.step < saved)
      throw new Error(`${fault} at step ${before.step}: back to ${resumed.step}, though ${saved} was kept`);
    await until(page, `training after fault ${n} (${fault})`, async () => {
      await takeOffers(page);
      return (await look(page)).step > resumed.step;
    });
    const after = await look(page);
    if (!Number.isFinite(after.loss)) throw new Error(`after fault ${n} (${fault}) the loss is ${after.loss}`);
    await checkKept(page, before.kept);
    tell(`${n}: ${fault} at step ${before.step}, went on from step ${resumed.step}`);
  }
}

async function strike(page: Page, fault: Fault): Promise<void> {
  switch (fault) {
    case 'worker':
      return endWorker(page);
    case 'device':
      return destroyDevice(page);
    case 'page':
      await page.reload();
      return;
    case 'numbers':
      return spoilNumbers(page);
    case 'storage':
      return refuseStorage(page);
    default:
      return fault satisfies never;
  }
}

/** Does what a person has to do after a fault, if anything. */
async function goOn(page: Page, fault: Fault): Promise<void> {
  if (fault === 'worker' || fault === 'device') {
    const restored = page.getByTestId('notice').filter({ hasText: 'the run goes on from step' });
    const smaller = page.getByRole('button', { name: /^Go on with batch/ });
    await restored.or(smaller).first().waitFor({ timeout: PATIENCE_MS });
    // After three losses in a minute the page waits for a person.
    if (await smaller.isVisible()) await smaller.click();
    await restored.waitFor({ timeout: PATIENCE_MS });
  }
  // Numbers that are none stop the run within a few steps, and the next fault is to meet one that trains.
  if (fault === 'numbers') {
    const offer = page.getByTestId('notice').getByRole('button', { name: /^Go on with half/ }).first();
    let struck = Date.now();
    await until(page, 'the run to stop', async () => {
      if (await offer.isVisible()) return true;
      if (Date.now() - struck < AGAIN_MS) return false;
      struck = Date.now();
      await spoilNumbers(page);
      return false;
    });
    await offer.click();
  }
  if (fault !== 'page') return;
  await page.getByTestId('resume').getByRole('button', { name: 'Continue' }).click({ timeout: PATIENCE_MS });
  await until(page, 'the run of the last visit', async () => (await look(page)).step > 0);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
}

/** Takes what the page offers to go on with, and clears what it only tells. */
async function takeOffers(page: Page): Promise<void> {
  const notices = page.getByTestId('notice');
  const offers = [/^Go on with half/, /^Go on with batch/].map((name) => notices.getByRole('button', { name }));
  const plain = notices.filter({ hasNot: page.getByRole('button', { name: /^Go on/ }) });
  for (const button of [...offers, plain.getByRole('button', { name: 'Dismiss' })])
    if (await button.first().isVisible()) await button.first().click();
}

async function look(page: Page): Promise<Sight> {
  // No function in here has a name: esbuild, which runs the script, would mark it with a helper that the page lacks.
  const [step, loss, ...marks] = await page.evaluate(() => [
    document.querySelector('[data-testid="step-count"]')?.textContent ?? '',
    document.querySelector('[data-testid="loss-d"]')?.textContent ?? '',
    ...[...document.querySelectorAll<HTMLElement>('[data-testid^="kept-"]')].map(({ dataset }) => dataset['testid'] ?? ''),
  ]);
  const kept = marks.flatMap((mark) => Number(/^kept-(\d+)$/.exec(mark)?.[1] ?? []));
  return { step: Number(step), loss: Number(loss), kept };
}

async function until(page: Page, what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) {
      const notices = await page.getByTestId('notice').allTextContents();
      throw new Error(`waited in vain for ${what}; the page says: ${notices.join(' | ')}`);
    }
    await page.waitForTimeout(100);
  }
}
