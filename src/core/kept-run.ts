import type { Direction } from './direction';
import { bytesOf } from './keeping';
import type { KeptStep } from './keeping';
import type { StoredPin } from './pins';
import type { Config } from './settings';

/** What the person made in the run's latent space; newer than the pins in its checkpoints' files. */
export interface KeptMade {
  pins: readonly StoredPin[];
  /** Those that have a name, or are not to be found in the weights again. */
  directions: readonly Direction[];
}

/** What a kept run is, apart from its checkpoints. */
export interface KeptAbout {
  id: string;
  /** What the person calls it; empty for a name made of what it is. */
  name: string;
  /** Milliseconds since 1970. */
  created: number;
  dataId: string;
  config: Config;
  /** The checkpoint of another run that this one went on from. */
  from: { run: string; step: number } | null;
  /** Not in records of earlier versions. */
  made?: KeptMade;
  /** When the run was last open, in milliseconds since 1970; not in records of earlier versions. */
  used?: number;
}

/** What may be changed of a kept run without a new checkpoint. */
export type KeptChange = Partial<Pick<KeptAbout, 'name' | 'made' | 'used'>>;

/** A checkpoint that lies in this browser's storage. `saved` is in milliseconds since 1970. */
export interface KeptCheckpoint extends KeptStep {
  saved: number;
}

/** A run that is kept in this browser: its checkpoints by ascending step, at least one. */
export interface KeptRun extends KeptAbout {
  checkpoints: readonly KeptCheckpoint[];
}

/** All kept runs, the one saved last first, and the bytes that they take and may take. */
export interface KeptList {
  runs: readonly KeptRun[];
  bytes: number;
  budget: number;
}

/** When a run was last saved, in milliseconds since 1970. */
export function lastSaved({ checkpoints }: KeptRun): number {
  return Math.max(0, ...checkpoints.map(({ saved }) => saved));
}

/** The kept run that was last open or trained, which a new visit goes on with; null where none is kept. */
export function lastUsed(runs: readonly KeptRun[]): KeptRun | null {
  const at = (run: KeptRun) => Math.max(lastSaved(run), run.used ?? 0);
  return runs
    .filter(({ checkpoints }) => checkpoints.length > 0)
    .reduce<KeptRun | null>((best, run) => (best && at(best) >= at(run) ? best : run), null);
}

/** What a kept run takes. */
export function bytesOfRun({ checkpoints }: KeptRun): number {
  return bytesOf(checkpoints);
}
