import { lifelineEnd } from '../core/lifeline';
import { WorkerClient } from '../worker/client';

declare global {
  interface Window {
    /** The worker's client, for programs that drive the page (`?automation`). */
    dcgan?: WorkerClient;
  }
}

/** The client of the page's one worker. Made with this module, so never twice however often React mounts. */
export const client = new WorkerClient(() => {
  const name = `trainer ${crypto.randomUUID()}`;
  const worker = new Worker(new URL('../worker/trainer.worker.ts', import.meta.url), { type: 'module', name });
  const locks = navigator.locks as LockManager | undefined;
  return Object.assign(worker, { gone: () => lifelineEnd(locks, name) });
});
