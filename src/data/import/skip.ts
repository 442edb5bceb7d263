import type { Skipped, SkipReason } from '../../core/own-images';

/** The most files that are named one by one; the rest is only counted. */
const MOST_NAMED = 1000;

/** What was left out of an import: the first thousand by name, all by number. */
export class SkipList {
  readonly named: Skipped[] = [];
  count = 0;

  add(path: string, reason: SkipReason, detail?: string): void {
    this.count++;
    if (this.named.length < MOST_NAMED) this.named.push({ path, reason, detail });
  }
}
