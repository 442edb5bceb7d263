import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** The worker that the page made last. */
    lastWorker: Worker;
  }
  /** In the worker: the layer of which a weight was spoiled, and whether a write is held open. */
  var spoiledLayer: string | undefined;
  var writing: boolean | undefined;
}

// No function within what runs in the page or the worker has a name of its own: esbuild, which runs the scripts, would
// mark it with a helper that is not there.

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

/** Destroys the GPU's device while a checkpoint is being read off it: with far more reads under way than training has. */
export async function destroyDeviceWhileSaving(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const device = GPUDevice.prototype;
    const buffer = GPUBuffer.prototype;
    type Create = (this: GPUDevice, ...given: unknown[]) => GPUCommandEncoder;
    type Map = (this: GPUBuffer, ...given: unknown[]) => Promise<undefined>;
    const create = Reflect.get(device, 'createCommandEncoder') as Create;
    const map = Reflect.get(buffer, 'mapAsync') as Map;
    const last: { device?: GPUDevice } = {};
    let reading = 0;
    device.createCommandEncoder = function (this: GPUDevice, ...given) {
      last.device = this;
      return create.apply(this, given);
    };
    buffer.mapAsync = function (this: GPUBuffer, ...given) {
      reading++;
      if (reading === 10) {
        device.createCommandEncoder = create;
        buffer.mapAsync = map;
        last.device?.destroy();
      }
      return map.apply(this, given).finally(() => reading--);
    };
  });
}

/** Puts a NaN into the kernel that Look inside asks for next, where it lies in the wasm backend's memory. */
export async function spoilWeight(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const { prototype } = Uint8Array;
    const set = Reflect.get(prototype, 'set') as (this: Uint8Array, values: ArrayLike<number>, at?: number) => void;
    const post = self.postMessage.bind(self) as (message: unknown, transfer?: Transferable[]) => void;
    let memory: ArrayBufferLike | null = null;
    prototype.set = function (this: Uint8Array, values: ArrayLike<number>, at?: number) {
      // The backend's memory is what is written into that is larger than any tensor here.
      if (this.buffer.byteLength >= 2 ** 24) memory = this.buffer;
      set.call(this, values, at);
    };
    Object.assign(self, {
      postMessage: (message: { value?: { layer?: string; values?: Float32Array } | null }, transfer?: Transferable[]) => {
        const { layer, values } = message.value ?? {};
        if (memory && layer !== undefined && values) {
          const all = new Float32Array(memory);
          for (let at = all.indexOf(values[0]!); at >= 0 && !globalThis.spoiledLayer; at = all.indexOf(values[0]!, at + 1))
            if (values.every((value, n) => all[at + n] === value)) {
              all[at] = Number.NaN;
              globalThis.spoiledLayer = layer;
            }
        }
        post(message, transfer);
      },
    });
  });
}

/** The layer of which `spoilWeight` has spoiled a weight; undefined before it has. */
export function spoiledLayer(page: Page): Promise<string | undefined> {
  return trainer(page).evaluate(() => globalThis.spoiledLayer);
}

/** Keeps the next write of a checkpoint to the browser's storage from ever ending. */
export async function holdWrite(page: Page): Promise<void> {
  await trainer(page).evaluate(() => {
    const { prototype } = IDBObjectStore;
    const put = Reflect.get(prototype, 'put') as (this: IDBObjectStore, ...given: unknown[]) => IDBRequest<IDBValidKey>;
    prototype.put = function (this: IDBObjectStore, ...given) {
      const request = put.apply(this, given);
      if (this.name === 'files') {
        globalThis.writing = true;
        // Another request as soon as one is done: the transaction has no chance to end.
        request.onsuccess = (event) => {
          this.count().onsuccess = () => request.onsuccess?.(event);
        };
      }
      return request;
    };
  });
}

/** Whether the write that `holdWrite` keeps from ending has begun. */
export function isWriting(page: Page): Promise<boolean> {
  return trainer(page).evaluate(() => globalThis.writing === true);
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
