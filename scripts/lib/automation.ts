import { statSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import type { Message } from '../../src/core/messages';
import { setName } from '../../src/core/own-images';
import type { ImportOptions } from '../../src/core/own-images';
import type { StepKind } from '../../src/core/run';
import { messageText } from '../../src/i18n/text';
import type { Answer, BackendSummary, ImportReport, Params, RequestName, WorkerEvent } from '../../src/worker/protocol';
import { launchBrowser } from './browser';
import { ensurePage } from './page';
import { DIST } from './paths';
import { serveFolders, type Served } from './static-server';

declare global {
  /** Hands an event of the worker to the program that drives the page. */
  var tellAutomation: (event: WorkerEvent) => Promise<void>;
  /** A file on its way into or out of the page. */
  var passing: Uint8Array<ArrayBuffer> | undefined;
}

type Reply<N extends RequestName> = { ok: true; value: Answer<N> } | { ok: false; message: Message };

/** The worker's refusal of a request, in words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(message: Message) {
    super(messageText('en', message) + (message.detail ? ` (${message.detail})` : ''));
  }
}

/** What the browser's protocol carries at once without trouble. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** The built page in a headless browser, whose worker is spoken to from here. */
export class Automation {
  readonly #served: Served;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(served: Served, browser: Browser, page: Page) {
    this.#served = served;
    this.#browser = browser;
    this.#page = page;
  }

  /** Builds the page where needed, serves it, opens it on the best GPU there is and passes on the worker's events. */
  static async open(onEvent: (event: WorkerEvent) => void): Promise<Automation> {
    await ensurePage();
    const served = await serveFolders({ '/': DIST }, 0);
    const browser = await launchBrowser();
    const page = await browser.newPage();
    await page.exposeFunction('tellAutomation', onEvent);
    await page.goto(`${served.url}?automation`);
    await page.waitForFunction(() => window.dcgan !== undefined);
    await page.evaluate(() => {
      window.dcgan?.subscribe((event) => {
        // Pictures are asked for when they are wanted.
        if (event.type !== 'samples') void globalThis.tellAutomation(event);
      });
    });
    return new Automation(served, browser, page);
  }

  /** Starts the asked backend, or the best one, in the page's worker. */
  connect(backend?: string, step?: StepKind): Promise<BackendSummary> {
    return this.request('connect', { base: this.#served.url, backend, step });
  }

  /** Asks the worker; throws a RefusedError with its sentence. */
  async request<N extends RequestName>(name: N, params: Params<N>): Promise<Answer<N>> {
    const reply = await this.#page.evaluate(
      async ([asked, given]) => {
        // A file's bytes have been brought before; they do not fit into a call.
        const all = globalThis.passing ? { ...given, bytes: globalThis.passing } : given;
        try {
          return { ok: true, value: await window.dcgan!.request(asked, all) } as const;
        } catch (error) {
          const message = (error as { userMessage?: Message }).userMessage;
          return { ok: false, message: message ?? { code: 'unexpected', detail: String(error) } } as const;
        }
      },
      [name as RequestName, params as Params<RequestName>] as const,
    );
    // Playwright copies the value as it is, but its types cannot follow the request's name.
    const typed = reply as Reply<N>;
    if (!typed.ok) throw new RefusedError(typed.message);
    return typed.value;
  }

  /**
   * How long the page waits for an answer each time that it asks the same, in milliseconds. `burst` requests are sent
   * before each one that is timed, one a frame, as by a slider that is dragged; their answers are not waited for.
   */
  async timings<N extends RequestName>(name: N, params: Params<N>, repeats: number, burst = 0): Promise<number[]> {
    return this.#page.evaluate(
      async ([asked, given, times, before]) => {
        const client = window.dcgan!;
        const waits: number[] = [];
        for (let n = 0; n < times; n++) {
          const stale: Promise<unknown>[] = [];
          for (let sent = 0; sent < before; sent++) {
            stale.push(client.request(asked, given));
            await new Promise((resolve) => setTimeout(resolve, 1000 / 60));
          }
          const begun = performance.now();
          await client.request(asked, given);
          waits.push(performance.now() - begun);
          await Promise.all(stale);
        }
        return waits;
      },
      [name as RequestName, params as Params<RequestName>, repeats, burst] as const,
    );
  }

  /** How long the page waits for the first progress of a long task and for its answer, in milliseconds. */
  async taskTiming<N extends RequestName>(name: N, params: Params<N>): Promise<{ first: number; whole: number }> {
    return this.#page.evaluate(
      async ([asked, given]) => {
        const client = window.dcgan!;
        const begun = performance.now();
        let first = Infinity;
        const stop = client.subscribe((event) => {
          if (event.type === 'progress' && event.job === asked) first = Math.min(first, performance.now() - begun);
        });
        await client.request(asked, given);
        stop();
        const whole = performance.now() - begun;
        return { first: Math.min(first, whole), whole };
      },
      [name as RequestName, params as Params<RequestName>] as const,
    );
  }

  /** Like `request`, for those that take a file's bytes. */
  async requestWithFile<N extends 'importRun' | 'readManifest'>(name: N, bytes: Buffer): Promise<Answer<N>> {
    const url = `${this.#served.url}incoming`;
    await this.#page.route(url, (route) => route.fulfill({ contentType: 'application/octet-stream', body: bytes }));
    await this.#page.evaluate(async (address) => {
      globalThis.passing = new Uint8Array(await (await fetch(address)).arrayBuffer());
    }, url);
    await this.#page.unroute(url);
    try {
      return await this.request(name, { bytes: new Uint8Array() } as Params<N>);
    } finally {
      await this.#page.evaluate(() => {
        globalThis.passing = undefined;
      });
    }
  }

  /** Makes a data set of a folder, or of a file of any kind that can be imported. */
  async importPath(file: string, { size, channels }: Pick<ImportOptions, 'size' | 'channels'>): Promise<ImportReport> {
    const folder = statSync(file).isDirectory();
    // An input hands the page files that stay on disk until each is read.
    const input = await this.#page.evaluateHandle((directory) => {
      const element = document.createElement('input');
      element.type = 'file';
      element.webkitdirectory = directory;
      return document.body.appendChild(element);
    }, folder);
    await input.setInputFiles(file);
    const options: ImportOptions = { name: setName(file), size, channels, fit: 'crop', background: [255, 255, 255] };
    const reply = await this.#page.evaluate(
      async ([element, chosen]) => {
        const files = Array.from((element as HTMLInputElement).files ?? [], (given) => ({
          path: given.webkitRelativePath || given.name,
          file: given,
        }));
        try {
          return { ok: true, value: await window.dcgan!.request('importData', { files, options: chosen }) } as const;
        } catch (error) {
          const message = (error as { userMessage?: Message }).userMessage;
          return { ok: false, message: message ?? { code: 'unexpected' as const, detail: String(error) } } as const;
        }
      },
      [input, options] as const,
    );
    await input.dispose();
    if (!reply.ok) throw new RefusedError(reply.message);
    if (!reply.value) throw new RefusedError({ code: 'importNothing', params: { count: 0 } });
    return reply.value;
  }

  /** The run as a .dcgan file. */
  async exportRun(run: string): Promise<Buffer> {
    const length = await this.#page.evaluate(async (id) => {
      globalThis.passing = (await window.dcgan!.request('exportRun', { run: id })).bytes;
      return globalThis.passing.length;
    }, run);
    const parts: Uint8Array[] = [];
    for (let start = 0; start < length; start += CHUNK_BYTES) {
      const range = [start, start + CHUNK_BYTES] as const;
      parts.push(await this.#page.evaluate(([from, to]) => globalThis.passing!.slice(from, to), range));
    }
    await this.#page.evaluate(() => {
      globalThis.passing = undefined;
    });
    return Buffer.concat(parts);
  }

  /** Bytes of JavaScript's heap in the page and its workers, after a collection of garbage. */
  async heapBytes(): Promise<number> {
    return this.#page.evaluate(async () => {
      const measuring = performance as Performance & { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
      return (await measuring.measureUserAgentSpecificMemory()).bytes;
    });
  }

  /** The ids of the processes that run pages and their workers. */
  async rendererPids(): Promise<number[]> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#served.close();
  }
}
