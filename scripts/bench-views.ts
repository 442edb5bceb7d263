/**
 * Measures what looking costs: how many steps a second a run makes under each panel, taking turns with the Data view, in
 * which nothing moves, and the longest task on the page's main thread meanwhile. Each panel is compared with the mean of
 * the Data view just before and just after it, with no measurements on schedule; `data` is compared with itself, and shows
 * how far two measurements of the same differ. A panel asks for all that it shows when it is opened and once more soon
 * after, so a short window tells more than it costs one who leaves it open. On a machine that others use too those rates
 * mean little. On Linux it therefore measures again, for some time, where a virtual machine's host took processor time
 * away meanwhile (its share is `stolen`), and tells the processor time as well that a step takes of the trainer's worker
 * and, where a GPU made of software trains, of the GPU's process.
 * `node --import tsx scripts/bench-views.ts [--backend webgpu|wasm] [--at SETTINGS] [--rounds 3] [--seconds 6]
 * [--only NAME]...` prints one line of JSON; each number is the median over the rounds, whose speeds stand beside it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { translate } from '../src/i18n/text';
import { PANELS } from '../src/state/inspect';
import { launchBrowser } from './lib/browser';
import { ensurePage } from './lib/page';
import { DIST } from './lib/paths';
import { serveFolders } from './lib/static-server';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'webgpu' },
    at: { type: 'string', default: 'preset=tiny' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    only: { type: 'string', multiple: true },
  },
});

/** A panel draws itself for the first time before it is measured. */
const SETTLE_MS = 2500;
const READY_MS = 300_000;
/** Milliseconds to a tick of Linux's processor times. */
const TICK_MS = 10;
/** The share of processor time that a host may take away before what was measured meanwhile says nothing. */
const STOLEN_MOST = 0.03;
/** How often something is measured again for that reason. */
const TRIES = 12;

declare global {
  interface Window {
    longTasks: number[];
  }
}

/** Something to look at: what it is called, and the clicks that lead there. */
interface Place {
  name: string;
  open: (page: Page) => Promise<void>;
}

const tab = (page: Page, key: Parameters<typeof translate>[1]) =>
  page.getByRole('tab', { name: translate('en', key), exact: true }).click();
const layer = (page: Page, name: string) =>
  page.getByRole('toolbar').getByRole('button', { name: new RegExp(`^${name}:`) }).click();

/** Finds what excites a layer, unless it is there: the panel follows it from then on. */
async function search(page: Page): Promise<void> {
  const found = page.getByTestId('top-images');
  if (await found.isVisible()) return;
  await page.getByRole('button', { name: /^(Search|Try)/ }).click();
  await found.waitFor({ timeout: READY_MS });
}

/** Measuring at its own turns would fall into some windows and not into others. */
async function measureNever(page: Page): Promise<void> {
  await tab(page, 'view.measure');
  await page.getByLabel(translate('en', 'measure.schedule')).selectOption(translate('en', 'measure.schedule.off'));
}

/** What all else is compared with: nothing in it moves. */
const STILL: Place = { name: 'data', open: (page) => tab(page, 'view.data') };
const ALL: readonly Place[] = [
  STILL,
  { name: 'train', open: (page) => tab(page, 'view.train') },
  { name: 'explore', open: (page) => tab(page, 'view.explore') },
  ...(['G2', 'D2'] as const).flatMap((network) =>
    PANELS.map((panel) => ({
      name: `${panel} of ${network}`,
      open: async (page: Page) => {
        await tab(page, 'view.inspect');
        await layer(page, network);
        await tab(page, `inspect.panel.${panel}`);
        if (panel === 'pixels') await search(page);
      },
    })),
  ),
];

const PLACES = ALL.filter(({ name }) => values.only?.includes(name) ?? true);

const stepOf = async (page: Page): Promise<number> => Number(await page.getByTestId('step-count').textContent());

/** Processor time so far of what trains, in milliseconds; null where it is not told. */
async function processorTime(browser: Browser): Promise<number | null> {
  if (!existsSync('/proc/self/task')) return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const counted = (type: string, thread: string) =>
    (type === 'GPU' && values.backend !== 'wasm') || (type === 'renderer' && thread.startsWith('DedicatedWorker'));
  let ticks = 0;
  for (const { id, type } of processInfo)
    for (const task of readdirSync(`/proc/${id}/task`)) {
      const stat = readFileSync(`/proc/${id}/task/${task}/stat`, 'utf8');
      // The name stands in brackets and may hold spaces; user and system time are the 14th and 15th value.
      const [, thread = '', rest = ''] = /\((.*)\) (.*)/s.exec(stat) ?? [];
      const values = rest.split(' ');
      if (counted(type, thread)) ticks += Number(values[11]) + Number(values[12]);
    }
  return ticks * TICK_MS;
}

/** The ticks of processor time so far, and those of them that a virtual machine's host took away. */
function machineTicks(): { all: number; stolen: number } {
  if (!existsSync('/proc/stat')) return { all: 0, stolen: 0 };
  const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1).map(Number);
  return { all: ticks.reduce((sum, value) => sum + value, 0), stolen: ticks[7] ?? 0 };
}

interface Cost {
  stepsPerSecond: number;
  /** Of the machine's processor time. */
  stolen: number;
  cpuMsPerStep: number | null;
  longestTaskMs: number;
}

/** What a place costs; tasks of the main thread are those that the browser calls long (over 50 ms). */
async function measure(page: Page, { open }: Place, seconds: number): Promise<Cost> {
  await open(page);
  await page.waitForTimeout(SETTLE_MS);
  let least = await measureOnce(page, seconds);
  for (let n = 1; n < TRIES && least.stolen > STOLEN_MOST; n++) {
    const again = await measureOnce(page, seconds);
    if (again.stolen < least.stolen) least = again;
  }
  return least;
}

async function measureOnce(page: Page, seconds: number): Promise<Cost> {
  const browser = page.context().browser()!;
  const ticks = machineTicks();
  await page.evaluate(() => (window.longTasks.length = 0));
  const [from, begin, cpu] = [await stepOf(page), performance.now(), await processorTime(browser)];
  await page.waitForTimeout(seconds * 1000);
  const [steps, took] = [(await stepOf(page)) - from, performance.now() - begin];
  const after = await processorTime(browser);
  const { all, stolen } = machineTicks();
  return {
    stepsPerSecond: steps / (took / 1000),
    stolen: all > ticks.all ? (stolen - ticks.stolen) / (all - ticks.all) : 0,
    cpuMsPerStep: cpu === null || after === null ? null : (after - cpu) / steps,
    longestTaskMs: await page.evaluate(() => Math.max(0, ...window.longTasks)),
  };
}

/** How a place compares with training alone: the share of steps that it leaves, by time and by work. */
interface Comparison {
  speed: number;
  work: number | null;
  /** The most of the three measurements. */
  stolen: number;
  longestTaskMs: number;
}

function compare(looking: Cost, before: Cost, after: Cost): Comparison {
  const [first, second, own] = [before, after, looking].map(({ cpuMsPerStep }) => cpuMsPerStep);
  return {
    speed: (2 * looking.stepsPerSecond) / (before.stepsPerSecond + after.stepsPerSecond),
    work: first && second && own ? (first + second) / (2 * own) : null,
    stolen: Math.max(before.stolen, looking.stolen, after.stolen),
    longestTaskMs: looking.longestTaskMs,
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return round((sorted[low]! + sorted[high]!) / 2);
}

function summarize(rounds: readonly Comparison[]) {
  const works = rounds.flatMap(({ work }) => (work === null ? [] : [work]));
  const speeds = rounds.map(({ speed }) => speed);
  return {
    speed: median(speeds),
    speeds: speeds.map(round),
    work: works.length > 0 ? median(works) : null,
    works: works.map(round),
    stolen: rounds.map(({ stolen }) => round(stolen)),
    longestTaskMs: Math.max(...rounds.map(({ longestTaskMs }) => longestTaskMs)),
  };
}

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
  await measureNever(page);
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= 20,
    undefined,
    { timeout: READY_MS },
  );
  const found: Record<string, Comparison[]> = {};
  const seconds = Number(values.seconds);
  let before = await measure(page, STILL, seconds);
  const alone = [before];
  for (let n = 0; n < Number(values.rounds); n++)
    for (const place of PLACES) {
      const looking = await measure(page, place, seconds);
      const after = await measure(page, STILL, seconds);
      (found[place.name] ??= []).push(compare(looking, before, after));
      alone.push(after);
      before = after;
    }
  const backend = await page.getByTestId('backend').textContent();
  const adapter = await page.getByTestId('adapter').textContent();
  const places = Object.fromEntries(Object.entries(found).map(([name, rounds]) => [name, summarize(rounds)]));
  const longestTaskAloneMs = Math.max(...alone.map(({ longestTaskMs }) => longestTaskMs));
  const stepsPerSecond = alone.map((cost) => round(cost.stepsPerSecond));
  console.log(JSON.stringify({ backend, adapter, at: values.at, stepsPerSecond, longestTaskAloneMs, places }));
} finally {
  await browser.close();
  await served.close();
}
