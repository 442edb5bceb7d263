import { ok } from '../../core/result';
import { DEFAULT_BUDGET_BYTES, type Dataset, type DatasetSource, type LoadRequest } from '../dataset';
import { convertChannels, resizeImages } from '../resize';
import { usedCount, usedIndices, type OwnSet } from './own-set';

/** How many images at a time are brought to another size. */
const SLICE = 512;

/** A set of one's own as a data set like those built in: its images at any model's size and channels. */
export function ownSource(set: OwnSet): DatasetSource {
  const { about } = set;
  return {
    id: about.id,
    nativeSize: about.size,
    channels: about.modelChannels,
    classNames: about.classNames,
    counts: {
      train: usedCount(about.counts.train, about.drop),
      heldOut: usedCount(about.counts.heldOut, about.drop),
    },
    attribution: { source: about.name, url: '', licence: '' },
    load: async (request) => {
      const dataset = ownDataset(set, request);
      request.onProgress?.({ loaded: dataset.count, total: dataset.count });
      return ok({ dataset, complete: Promise.resolve(ok(dataset)) });
    },
  };
}

function ownDataset(
  { about, train, heldOut }: OwnSet,
  { split, size, channels, budgetBytes = DEFAULT_BUDGET_BYTES }: LoadRequest,
): Dataset {
  const { images, labels, flags } = split === 'train' ? train : heldOut;
  const used = usedIndices({ flags }, about.drop);
  const asStored = size === about.size && channels === about.channels;
  const read = (indices: Uint32Array) => {
    const stored = images.read(indices.map((index) => used[index]!));
    if (asStored) return stored;
    const converted = convertChannels({ images: stored, size: about.size, channels: about.channels }, channels);
    return resizeImages(converted, size).images as Uint8Array<ArrayBuffer>;
  };
  const bytesPerImage = size * size * channels;
  const whole = asStored && used.length === flags.length ? images.inMemory : null;
  const fits = used.length * bytesPerImage <= budgetBytes;
  return {
    id: about.id,
    hash: about.drop === 'none' ? about.hash : `${about.hash}-${about.drop}`,
    split,
    size,
    channels,
    classNames: about.classNames,
    attribution: { source: about.name, url: '', licence: '' },
    images: whole ?? (fits ? readAll(read, used.length, bytesPerImage) : new Uint8Array()),
    ...(whole || fits ? {} : { readImages: read }),
    labels: Uint8Array.from(used, (index) => labels[index]!),
    capacity: used.length,
    count: used.length,
  };
}

function readAll(read: (indices: Uint32Array) => Uint8Array, count: number, bytesPerImage: number): Uint8Array {
  const all = new Uint8Array(count * bytesPerImage);
  for (let first = 0; first < count; first += SLICE) {
    const indices = Uint32Array.from({ length: Math.min(SLICE, count - first) }, (_, i) => first + i);
    all.set(read(indices), first * bytesPerImage);
  }
  return all;
}
