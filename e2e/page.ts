import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';

/** What a page has asked its worker for, and how many workers it has made. */
export interface Traffic {
  /** The requests' names in order. */
  names: () => Promise<string[]>;
  workers: () => Promise<number>;
  /** The first number of the z whose image was last asked for. */
  previewed: () => Promise<number | null>;
}

declare global {
  interface Window {
    traffic: { names: string[]; workers: number; previewed: number | null };
  }
}

/** Counts workers and the requests to them from the page's very start. */
export async function watchTraffic(page: Page): Promise<Traffic> {
  await page.addInitScript(() => {
    const traffic: Window['traffic'] = { names: [], workers: 0, previewed: null };
    window.traffic = traffic;
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        traffic.workers++;
      }

      override postMessage(message: unknown, options?: Transferable[] | StructuredSerializeOptions) {
        const { name, params } = message as { name: string; params: { channel?: string; z?: Float32Array } };
        traffic.names.push(name);
        if (params.channel === 'preview') traffic.previewed = params.z?.[0] ?? null;
        super.postMessage(message, options as StructuredSerializeOptions);
      }
    };
  });
  return {
    names: () => page.evaluate(() => window.traffic.names),
    workers: () => page.evaluate(() => window.traffic.workers),
    previewed: () => page.evaluate(() => window.traffic.previewed),
  };
}

/** Opens the page and waits until there is a run to train. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(status(page)).toContainText(/ready|준비/, { timeout: 60_000 });
}

/** The run's state in words. */
export function status(page: Page): Locator {
  return page.locator('header p');
}

/** The run's step as the transport bar shows it. */
export async function stepOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('step-count').textContent());
}

/** Waits until the run has reached a step. */
export async function reachStep(page: Page, step: number, timeout = 90_000): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout }).toBeGreaterThanOrEqual(step);
}

/** A number that stands for a canvas' pixels, and how many different colours they have. */
export async function pixels(canvas: Locator): Promise<{ hash: number; colours: number }> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { width, height } = element;
    const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const colours = new Set<number>();
    let hash = 0;
    for (let i = 0; i < data.length; i += 4) {
      const colour = (data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!;
      colours.add(colour);
      hash = (Math.imul(hash, 31) + colour) | 0;
    }
    return { hash, colours: colours.size };
  });
}

/** Asserts that nothing of the page is wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(() => {
    const scrolled = [document.documentElement, ...document.querySelectorAll('main')];
    return Math.max(...scrolled.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
  });
  expect(excess).toBeLessThanOrEqual(0);
}

/** A canvas' pixels once they have stopped changing for `ms`. */
export async function settled(canvas: Locator, ms = 400): Promise<{ hash: number; colours: number }> {
  let last = await pixels(canvas);
  await expect(async () => {
    const before = last;
    await canvas.page().waitForTimeout(ms);
    last = await pixels(canvas);
    expect(last).toEqual(before);
  }).toPass();
  return last;
}
