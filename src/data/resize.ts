/** Image bytes, uint8 NHWC with square images of `size` x `size` x `channels`. */
interface Images {
  images: Uint8Array;
  size: number;
  channels: number;
}

/** Surrounds every image by `border` pixels of the value 0, which becomes -1 once images are scaled to [-1, 1]. */
export function padImages({ images, size, channels }: Images, border: number): Images {
  const padded = size + 2 * border;
  const count = images.length / (size * size * channels);
  const row = size * channels;
  const out = new Uint8Array(count * padded * padded * channels);
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < size; y++) {
      const from = (n * size + y) * row;
      out.set(images.subarray(from, from + row), ((n * padded + y + border) * padded + border) * channels);
    }
  }
  return { images: out, size: padded, channels };
}

/**
 * Brings every image to `target` x `target`. Smaller by a whole factor: the mean of each block, rounded. Larger:
 * bilinear between pixel centres, which keeps strokes smooth where repeating pixels would teach a generator blocks.
 * Throws a RangeError for a size that is not a whole factor smaller.
 */
export function resizeImages(source: Images, target: number): Images {
  if (target === source.size) return source;
  if (target > source.size) return enlarge(source, target);
  if (source.size % target !== 0) throw new RangeError(`${source.size} is not a multiple of ${target}`);
  return averageBlocks(source, source.size / target);
}

function averageBlocks({ images, size, channels }: Images, factor: number): Images {
  const target = size / factor;
  const count = images.length / (size * size * channels);
  const out = new Uint8Array(count * target * target * channels);
  const area = factor * factor;
  let o = 0;
  for (let row = 0; row < count * target; row++) {
    for (let x = 0; x < target; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          const start = ((row * factor + dy) * size + x * factor) * channels + c;
          for (let dx = 0; dx < factor; dx++) sum += images[start + dx * channels]!;
        }
        out[o++] = Math.round(sum / area);
      }
    }
  }
  return { images: out, size: target, channels };
}

function enlarge({ images, size, channels }: Images, target: number): Images {
  const count = images.length / (size * size * channels);
  const out = new Uint8Array(count * target * target * channels);
  // Each output position mixes two neighbours; at the border both are the edge pixel.
  const low = new Int32Array(target);
  const high = new Int32Array(target);
  const share = new Float32Array(target);
  for (let i = 0; i < target; i++) {
    const centre = Math.max(0, ((i + 0.5) * size) / target - 0.5);
    low[i] = Math.floor(centre);
    high[i] = Math.min(size - 1, low[i]! + 1);
    share[i] = centre - low[i]!;
  }
  let o = 0;
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < target; y++) {
      const top = (n * size + low[y]!) * size;
      const bottom = (n * size + high[y]!) * size;
      for (let x = 0; x < target; x++) {
        for (let c = 0; c < channels; c++) {
          const left = low[x]! * channels + c;
          const right = high[x]! * channels + c;
          const above = mix(images[top * channels + left]!, images[top * channels + right]!, share[x]!);
          const below = mix(images[bottom * channels + left]!, images[bottom * channels + right]!, share[x]!);
          out[o++] = Math.round(mix(above, below, share[y]!));
        }
      }
    }
  }
  return { images: out, size: target, channels };
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/**
 * Gives images one channel or three: grey is repeated, colour becomes its luma (0.299 R + 0.587 G + 0.114 B, rounded;
 * ITU-R BT.601).
 */
export function convertChannels(source: Images, channels: 1 | 3): Images {
  const { images, size } = source;
  if (channels === source.channels) return source;
  const pixels = images.length / source.channels;
  const out = new Uint8Array(pixels * channels);
  for (let p = 0; p < pixels; p++) {
    if (channels === 3) out.fill(images[p]!, 3 * p, 3 * p + 3);
    else out[p] = Math.round(0.299 * images[3 * p]! + 0.587 * images[3 * p + 1]! + 0.114 * images[3 * p + 2]!);
  }
  return { images: out, size, channels };
}
