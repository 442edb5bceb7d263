import type { Fingerprint } from './fingerprint';
import type { Flag } from './own-set';


/** The most of the 64 bits in which the difference hashes of near-duplicates differ. */
const NEAR_BITS = 5;
/** The most that their thumbnails differ: on average, and in any one value. Keeps apart what only has the same outline. */
const NEAR_MEAN = 4;
const NEAR_LARGEST = 24;
/** The hash is cut into parts of 16, 16, 16 and 16 bits, each looked up with up to one bit wrong: 5 bits over 4 parts leave one part with at most one. */
const PARTS = 4;
/** The most candidates of one lookup that are compared: what is common to thousands (a plain border) tells nothing. */
const MOST_CANDIDATES = 64;

/**
 * Finds, for each image in turn, an earlier one that it repeats. By the pigeonhole principle two hashes that differ in at
 * most five bits agree, but for at most one bit, in one of four parts; so images are kept under each part.
 */
export class DuplicateFinder {
  readonly #exact = new Map<bigint, number>();
  readonly #buckets: Map<number, number[]>[] = Array.from({ length: PARTS }, () => new Map<number, number[]>());
  readonly #kept: Fingerprint[] = [];
  readonly #numbers: number[] = [];
  /** The kept hashes, high and low halves in turn, in one array: most candidates are told apart by these alone. */
  #bits = new Uint32Array(2048);

  /** Notes image `number` and says how it compares with those noted before, and with which. */
  note(image: Fingerprint, number: number): { kinship: Flag; of: number } {
    const same = this.#exact.get(image.exact);
    if (same !== undefined) return { kinship: 'exact', of: same };
    this.#exact.set(image.exact, number);
    const near = this.#findNear(image);
    if (near !== undefined) return { kinship: 'near', of: near };
    const parts = partsOf(image);
    parts.forEach((part, i) => {
      const bucket = this.#buckets[i]!.get(part);
      if (!bucket) this.#buckets[i]!.set(part, [this.#kept.length]);
      else if (bucket.length < MOST_CANDIDATES) bucket.push(this.#kept.length);
    });
    this.#keep(image, number);
    return { kinship: 'new', of: number };
  }

  #keep(image: Fingerprint, number: number): void {
    const at = this.#kept.length * 2;
    if (at === this.#bits.length) {
      const longer = new Uint32Array(2 * at);
      longer.set(this.#bits);
      this.#bits = longer;
    }
    this.#bits.set(image.bits, at);
    this.#kept.push(image);
    this.#numbers.push(number);
  }

  #findNear(image: Fingerprint): number | undefined {
    const parts = partsOf(image);
    const [high, low] = image.bits;
    for (let i = 0; i < PARTS; i++)
      for (let flip = -1; flip < 16; flip++) {
        const part = flip < 0 ? parts[i]! : parts[i]! ^ (1 << flip);
        const candidates = this.#buckets[i]!.get(part);
        if (!candidates) continue;
        for (const candidate of candidates) {
          const off = ones(high ^ this.#bits[2 * candidate]!) + ones(low ^ this.#bits[2 * candidate + 1]!);
          if (off <= NEAR_BITS && isAlike(image, this.#kept[candidate]!)) return this.#numbers[candidate];
        }
      }
    return undefined;
  }
}

function partsOf({ bits: [high, low] }: Fingerprint): number[] {
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff];
}

function isAlike(a: Fingerprint, b: Fingerprint): boolean {
  let sum = 0;
  for (let i = 0; i < a.thumbnail.length; i++) {
    const difference = Math.abs(a.thumbnail[i]! - b.thumbnail[i]!);
    if (difference > NEAR_LARGEST) return false;
    sum += difference;
  }
  return sum <= NEAR_MEAN * a.thumbnail.length;
}

/** The number of bits that are set. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
