import type { Page } from '@playwright/test';

/** What goes wrong, on purpose, in what computes. */
export const FAULTS = ['worker', 'device', 'numbers', 'storage'] as const;
export type Fault = (typeof FAULTS)[number];

declare global {
  interface Window {
    /** The worker that the page made last. */
    lastWorker: Worker;
  }
}

/** To be called before the page is opened: keeps its worker in reach. */
export async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name?.startsWith('trainer')) window.lastWorker = this;
      }
    };
  });
}

/** Ends the worker from outside, as a browser short of memory does: nobody is told. */
export async function endWorker(page: Page): Promise<void> {
  await page.evaluate(() => window.lastWorker.terminate());
}

/** The worker that computes: the one made last. */
function trainer(page: Page) {
  const worker = page.workers().findLast((one) => one.url().includes('trainer'));
  if (!worker) throw new Error('the page has no worker that computes');
  return worker;
}

/** Destroys the GPU's device in the middle of the next step: while its commands are being recorded. */
export async function destroyDevice(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const { prototype } = GPUDevice;
    type Create = (this: GPUDevice, ...given: unknown[]) => GPUCommandEncoder;
    const create = Reflect.get(prototype, 'createCommandEncoder') as Create;
    prototype.createCommandEncoder = function (this: GPUDevice, ...given) {
      prototype.createCommandEncoder = create;
      const encoder = create.apply(this, given);
      this.destroy();
      return encoder;
    };
  });
}

/** Makes the next latents of a normal prior not a number. */
export async function spoilNumbers(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const { cos } = Math;
    let left = 8;
    Math.cos = (angle) => {
      if (--left === 0) Math.cos = cos;
      return angle > 0 ? Number.NaN : cos(angle);
    };
  });
}

/** Has the browser's storage be full for the next checkpoint, in the midst of writing it. */
export async function refuseStorage(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const { prototype } = IDBObjectStore;
    const put = Reflect.get(prototype, 'put') as (this: IDBObjectStore, ...given: unknown[]) => IDBRequest<IDBValidKey>;
    prototype.put = function (this: IDBObjectStore, ...given) {
      if (this.name === 'files') {
        prototype.put = put;
        const full = new DOMException('no room', 'QuotaExceededError');
        Object.defineProperty(this.transaction, 'error', { value: full });
        this.transaction.abort();
      }
      return put.apply(this, given);
    };
  });
}
