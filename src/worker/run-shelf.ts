import type { Images } from '../core/images';
import type { KeptAbout, KeptChange, KeptCheckpoint, KeptRun } from '../core/kept-run';

/** What is written of a checkpoint: the .dcgan file, and the sample grid to show without opening it. */
export interface KeptContent {
  file: Uint8Array<ArrayBuffer>;
  samples: Images;
}

/** Names a kept checkpoint. */
export interface KeptKey {
  run: string;
  step: number;
}

/** Where runs are kept between visits. Methods throw a DOMException as the browser does. */
export interface RunShelf {
  list: () => Promise<KeptRun[]>;
  /**
   * Writes a checkpoint, in place of one of the same step, and drops those that go: all of it or nothing, whenever the
   * page is killed.
   */
  keep: (about: KeptAbout, checkpoint: KeptCheckpoint, content: KeptContent, gone: readonly KeptKey[]) => Promise<void>;
  file: (key: KeptKey) => Promise<KeptContent['file'] | null>;
  samples: (key: KeptKey) => Promise<Images | null>;
  /** Changes what is known of a run, and leaves the rest as it is; a run that is not there stays so. */
  amend: (run: string, change: KeptChange) => Promise<void>;
  /** Forgets a run with all its checkpoints. */
  remove: (run: string) => Promise<void>;
}
