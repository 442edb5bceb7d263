/** A kept checkpoint as the schedule sees it. */
export interface KeptStep {
  step: number;
  /** What keeping it takes. */
  bytes: number;
  /** How far its samples are from the data; the least is the best. Null where that was not measured. */
  distance: number | null;
}

/** The kept checkpoints of one run, by ascending step. */
export interface KeptSteps {
  run: string;
  checkpoints: readonly KeptStep[];
}

/** The newest checkpoints of a run, which are kept however close they are. */
export const RECENT = 6;
/** Checkpoints that a run keeps at most where there is room for all. */
const MOST = 24;

/**
 * The checkpoints that go, so that all runs together take at most `budget` bytes. Runs are in the order in which they
 * give way, the one that is trained last; each keeps its first, its best and its last checkpoint whatever the budget.
 */
export function thinRuns(runs: readonly KeptSteps[], budget: number): { run: string; step: number }[] {
  const gone: { run: string; step: number }[] = [];
  let excess = runs.reduce((sum, { checkpoints }) => sum + bytesOf(checkpoints), 0) - budget;
  for (const { run, checkpoints } of runs) {
    let kept = [...checkpoints];
    while (kept.length > MOST || excess > 0) {
      const one = nextToGo(kept, kept.length > MOST ? RECENT : 1);
      if (!one) break;
      kept = kept.filter((other) => other !== one);
      excess -= one.bytes;
      gone.push({ run, step: one.step });
    }
  }
  return gone;
}

/** What checkpoints take together. */
export function bytesOf(checkpoints: readonly KeptStep[]): number {
  return checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The checkpoint whose samples are nearest to the data, or null where none was measured; of equals the earliest. */
export function bestOf<T extends KeptStep>(checkpoints: readonly T[]): T | null {
  return checkpoints.reduce<T | null>(
    (best, one) => (one.distance !== null && one.distance < (best?.distance ?? Infinity) ? one : best),
    null,
  );
}

/**
 * The checkpoint that is missed least: the one that leaves the smallest gap when it goes, measured by its age. So what
 * is left lies evenly on a logarithmic scale of age: close together of late, far apart long ago.
 */
function nextToGo(kept: readonly KeptStep[], recent: number): KeptStep | null {
  const best = bestOf(kept);
  const last = kept.at(-1)?.step ?? 0;
  let least = Infinity;
  let next: KeptStep | null = null;
  for (let i = 1; i < kept.length - recent; i++) {
    const one = kept[i]!;
    if (one === best) continue;
    const gap = (kept[i + 1]!.step - kept[i - 1]!.step) / (last - one.step);
    if (gap < least) [least, next] = [gap, one];
  }
  return next;
}
