/** Says that a run is trained in this tab, so that another does not write over it. */
export interface RunLocks {
  /** Takes a kept run in place of the one taken before; false where another tab has it. */
  take(id: string): Promise<boolean>;
}

/** Locks that the browser frees when the tab goes, however it goes; where it has none, every run can be taken. */
export function browserRunLocks(locks: LockManager | undefined): RunLocks {
  let held: string | null = null;
  let release = () => {};
  return {
    take: (id) => {
      if (!locks || id === held) return Promise.resolve(true);
      release();
      [held, release] = [null, () => {}];
      return new Promise((resolve, reject) => {
        locks
          .request(`run ${id}`, { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            if (!lock) return undefined;
            held = id;
            return new Promise<void>((done) => (release = done));
          })
          .catch(reject);
      });
    },
  };
}
