import { bytesOf } from './keeping';
import type { KeptStep } from './keeping';
import type { Config } from './settings';

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
}

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

/** What a kept run takes. */
export function bytesOfRun({ checkpoints }: KeptRun): number {
  return bytesOf(checkpoints);
}
