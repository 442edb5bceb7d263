/** Which source positions one target position mixes: `first` onward, by the weights, which sum to 1. */
interface Taps {
  first: number;
  weights: Float64Array;
}

/**
 * The weights along one axis. Smaller: each target pixel is the mean of the stretch it covers, pixels at its ends
 * counting by the part covered, so that no source pixel is lost and nothing aliases. Larger: linear between pixel
 * centres. Same size: the pixel itself.
 */
function axisTaps(source: number, target: number): Taps[] {
  return Array.from({ length: target }, (_, i) => (target <= source ? covered(i, source, target) : between(i, source, target)));
}

function covered(i: number, source: number, target: number): Taps {
  const from = (i * source) / target;
  const to = ((i + 1) * source) / target;
  const first = Math.floor(from);
  const last = Math.min(source, Math.ceil(to));
  const weights = new Float64Array(last - first);
  for (let s = first; s < last; s++)
    weights[s - first] = ((Math.min(to, s + 1) - Math.max(from, s)) * target) / source;
  return { first, weights };
}

function between(i: number, source: number, target: number): Taps {
  const centre = Math.min(source - 1, Math.max(0, ((i + 0.5) * source) / target - 0.5));
  const first = Math.min(source - 1, Math.floor(centre));
  const share = centre - first;
  return { first, weights: share === 0 ? Float64Array.of(1) : Float64Array.of(1 - share, share) };
}

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/**
 * Brings a picture to another size while its rows arrive, so that a large one is never held as raw bytes. Colours are
 * mixed as they are encoded (sRGB), as image programs do.
 */
export class Resampler {
  readonly #target: Size;
  readonly #columns: Taps[];
  /** For each source row, the target rows it goes into and by how much. */
  readonly #uses: { row: number; weight: number }[][];
  readonly #sums: Float64Array;
  readonly #filtered: Float64Array;
  #next = 0;

  constructor(source: Size, target: Size) {
    this.#target = target;
    this.#columns = axisTaps(source.width, target.width);
    this.#uses = Array.from({ length: source.height }, () => []);
    axisTaps(source.height, target.height).forEach(({ first, weights }, row) =>
      weights.forEach((weight, i) => this.#uses[first + i]!.push({ row, weight })),
    );
    this.#sums = new Float64Array(target.width * target.height * 3);
    this.#filtered = new Float64Array(target.width * 3);
  }

  /** Takes the next row of the source: RGBA from `offset` on; alpha is not looked at. */
  push(rgba: Uint8Array | Uint8ClampedArray, offset: number): void {
    const uses = this.#uses[this.#next++]!;
    if (uses.length === 0) return;
    const filtered = this.#filtered;
    this.#columns.forEach(({ first, weights }, x) => {
      let [r, g, b] = [0, 0, 0];
      for (let i = 0, at = offset + first * 4; i < weights.length; i++, at += 4) {
        const weight = weights[i]!;
        r += weight * rgba[at]!;
        g += weight * rgba[at + 1]!;
        b += weight * rgba[at + 2]!;
      }
      filtered[x * 3] = r;
      filtered[x * 3 + 1] = g;
      filtered[x * 3 + 2] = b;
    });
    for (const { row, weight } of uses) {
      const start = row * filtered.length;
      for (let i = 0; i < filtered.length; i++) this.#sums[start + i]! += weight * filtered[i]!;
    }
  }

  /** The picture, RGB, once all rows have been taken. */
  finish(): Uint8Array {
    const { width, height } = this.#target;
    const rgb = new Uint8Array(width * height * 3);
    for (let i = 0; i < rgb.length; i++) rgb[i] = Math.round(this.#sums[i]!);
    return rgb;
  }
}
