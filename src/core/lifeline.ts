/**
 * A worker that is ended from outside, or dies, tells nobody. But the browser frees its locks: so it holds one for as long
 * as it lives, and whoever wants to know waits for the same.
 */

/** Holds the lock of a worker's name from now on; resolves when it is held, and at once where there are no locks. */
export function holdLifeline(locks: LockManager | undefined, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!locks) return resolve();
    locks
      .request(name, () => {
        resolve();
        return new Promise(() => {});
      })
      .catch(reject);
  });
}

/** Resolves when the holder of the lock is gone; it must be held already. Never where there are no locks. */
export function lifelineEnd(locks: LockManager | undefined, name: string): Promise<void> {
  return locks ? locks.request(name, () => {}).then(() => undefined) : new Promise(() => {});
}
