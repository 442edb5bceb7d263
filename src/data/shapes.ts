import { RandomStream } from '../core/random';
import { fail, ok, type Result } from '../core/result';
import type { DataFailure, Dataset, DatasetSource, LoadingDataset, LoadRequest, Split } from './dataset';
import { drawShape, SHAPES, type ShapeFactors } from './draw-shape';
import { convertChannels } from './resize';

const COUNTS: Readonly<Record<Split, number>> = { train: 10_000, heldOut: 1_000 };
const DEFAULT_BUDGET_BYTES = 256 * 2 ** 20;
/** Pictures drawn before others get their turn in the worker. */
const BATCH = 500;
/** Names the content: to be raised when the same factors are drawn otherwise, or other factors are chosen. */
const VERSION = 'shapes-1';

/** The factors of the picture with this index: the same on every machine, and each independent of the others. */
export function shapeFactors(split: Split, index: number): ShapeFactors {
  const random = new RandomStream(index, `${VERSION}/${split}`);
  const radius = 0.14 + 0.16 * random.uniform();
  // The whole shape stays inside the image.
  const within = (): number => radius + (1 - 2 * radius) * random.uniform();
  return {
    shape: SHAPES[index % SHAPES.length]!,
    hue: random.uniform(),
    radius,
    x: within(),
    y: within(),
    rotation: 2 * Math.PI * random.uniform(),
  };
}

/** Coloured shapes on white, drawn from known factors at whatever size is asked for. */
export const shapes: DatasetSource = {
  id: 'shapes',
  nativeSize: 32,
  channels: 3,
  classNames: SHAPES,
  counts: COUNTS,
  attribution: { source: 'Drawn by this page from known factors', url: '', licence: 'CC0-1.0' },
  load: async (request) => {
    const dataset = emptyDataset(request);
    append(dataset, request);
    return ok<LoadingDataset>({ dataset, complete: appendAll(dataset, request) });
  },
};

function emptyDataset({ split, size, channels, budgetBytes = DEFAULT_BUDGET_BYTES }: LoadRequest): Dataset {
  const bytesPerImage = size * size * channels;
  const capacity = Math.max(1, Math.min(COUNTS[split], Math.floor(budgetBytes / bytesPerImage)));
  const { id, classNames, attribution } = shapes;
  return {
    id,
    hash: VERSION,
    split,
    size,
    channels,
    classNames,
    attribution,
    images: new Uint8Array(capacity * bytesPerImage),
    labels: new Uint8Array(capacity),
    capacity,
    count: 0,
  };
}

function append(dataset: Dataset, { split, size, channels, onProgress }: LoadRequest): void {
  const end = Math.min(dataset.capacity, dataset.count + BATCH);
  for (let index = dataset.count; index < end; index++) {
    const factors = shapeFactors(split, index);
    const { images } = convertChannels({ images: drawShape(factors, size), size, channels: 3 }, channels);
    dataset.images.set(images, index * images.length);
    dataset.labels[index] = SHAPES.indexOf(factors.shape);
  }
  dataset.count = end;
  onProgress?.({ loaded: end, total: dataset.capacity });
}

async function appendAll(dataset: Dataset, request: LoadRequest): Promise<Result<Dataset, DataFailure>> {
  while (dataset.count < dataset.capacity) {
    await new Promise((resolve) => setTimeout(resolve));
    if (request.signal?.aborted) return fail('data-cancelled', 'Drawing the shapes was cancelled.');
    append(dataset, request);
  }
  return ok(dataset);
}
