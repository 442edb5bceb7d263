/**
 * The wasm backend starts its pool with this many threads; more would have to be started while its own thread
 * waits.
 */
const POOL_SIZE = 8;

/**
 * Threads for the wasm backend: as many as its pool holds, but one core is left to the page and the browser.
 * The threads wait for each other in every kernel, so that one of them held up holds up all: on a busy
 * machine with two cores, two threads were slower than one.
 */
export function threadsForCores(cores: number | undefined): number {
  return Math.max(1, Math.min(POOL_SIZE, (cores ?? 1) - 1));
}

/**
 * Whether the wasm backend can start threads here: the page must be cross-origin isolated, a worker must be
 * able to start another, and the content security policy must let that one start from a blob and import a
 * blob. Tried out, because a thread that is refused would leave the backend waiting for it for ever.
 */
export async function canStartThreads(): Promise<boolean> {
  if (globalThis.crossOriginIsolated !== true || typeof Worker === 'undefined') return false;
  const imported = blobUrl('postMessage(true)');
  const script = blobUrl(`importScripts(${JSON.stringify(imported)})`);
  try {
    return await new Promise<boolean>((resolve) => {
      const worker = new Worker(script);
      const answer = (possible: boolean) => {
        worker.terminate();
        resolve(possible);
      };
      worker.addEventListener('message', () => answer(true));
      worker.addEventListener('error', (event) => {
        // Answered here; otherwise it would go on to the page as an uncaught error.
        event.preventDefault();
        answer(false);
      });
    });
  } catch {
    // The constructor itself throws where a policy forbids it, which is an answer.
    return false;
  } finally {
    URL.revokeObjectURL(script);
    URL.revokeObjectURL(imported);
  }
}

/**
 * Runs `start` while the browser seems to have `threads` x 2 cores. The backend's binary halves the number of
 * cores, to allow for hyper-threading, and never starts more threads than that, whatever it is asked for.
 */
export async function withCoresFor<T>(threads: number, start: () => Promise<T>): Promise<T> {
  if (threads === 1) return start();
  Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => threads * 2 });
  try {
    return await start();
  } finally {
    // What lies beneath, on the prototype, shows again.
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}

function blobUrl(script: string): string {
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}
