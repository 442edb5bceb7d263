import type { ClassDiversity, Measured } from '../core/measures';
import type { RandomStream } from '../core/random';
import { drawPairs, ssim } from '../core/ssim';
import type { ByteImages } from './feature-network';

/** Pairs of images that a mean is taken over, in all and within one class. */
const PAIRS = 500;
const CLASS_PAIRS = 60;
/** Pairs compared before others get a turn. */
const SLICE = 8;
/** Images in a class that are too few to speak of pairs among them. */
const LEAST_IN_CLASS = 5;

/** Images with the classes that they are of, where those are known. */
interface Labelled extends ByteImages {
  labels: Uint8Array | null;
}

/** Mean SSIM of pairs of samples; the baseline is that of pairs of training images. Higher is less diverse. */
export async function diversity(
  samples: ByteImages,
  training: ByteImages,
  stream: () => RandomStream,
  pause: () => Promise<void>,
): Promise<Measured> {
  const of = (images: ByteImages) => meanSsim(images, everything(images), PAIRS, stream(), pause);
  const [value, baseline] = [await of(samples), await of(training)];
  return { ...value, baseline: baseline.value, baselineCount: baseline.count };
}

/** The same within each class; null where the samples' classes are not known. */
export async function classDiversity(
  samples: Labelled,
  training: Labelled,
  classes: number,
  stream: () => RandomStream,
  pause: () => Promise<void>,
): Promise<ClassDiversity[] | null> {
  if (!samples.labels || !training.labels) return null;
  const found: ClassDiversity[] = [];
  for (let label = 0; label < classes; label++) {
    const of = async (images: Labelled) => {
      const own = everything(images).filter((n) => images.labels![n] === label);
      if (own.length < LEAST_IN_CLASS) return null;
      return (await meanSsim(images, own, CLASS_PAIRS, stream(), pause)).value;
    };
    found.push({ label, value: await of(samples), baseline: await of(training) });
  }
  return found;
}

function everything({ images, size, channels }: ByteImages): Uint32Array {
  return Uint32Array.from({ length: images.length / (size * size * channels) }, (_, n) => n);
}

async function meanSsim(
  { images, size, channels }: ByteImages,
  chosen: Uint32Array,
  pairs: number,
  random: RandomStream,
  pause: () => Promise<void>,
): Promise<{ value: number | null; count: number }> {
  const stride = size * size * channels;
  const image = (n: number) => images.subarray(chosen[n]! * stride, (chosen[n]! + 1) * stride);
  const drawn = drawPairs(chosen.length, pairs, random);
  let sum = 0;
  for (const [n, [a, b]] of drawn.entries()) {
    if (n % SLICE === 0) await pause();
    sum += ssim(image(a), image(b), size, channels);
  }
  return { value: drawn.length === 0 ? null : sum / drawn.length, count: chosen.length };
}
