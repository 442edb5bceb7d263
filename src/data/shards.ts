import * as v from 'valibot';
import { fail, ok, type Result } from '../core/result';
import { DEFAULT_BUDGET_BYTES, type DataFailure, type Dataset, type LoadingDataset, type LoadRequest } from './dataset';
import { gunzip, readFile, sha256 } from './files';
import { type Manifest, manifestSchema, type Shard } from './manifest';
import { convertChannels, padImages, resizeImages } from './resize';



/**
 * Loads the data set built in the folder `id`, shard by shard. Resolves when the first shard is there, so that training
 * can begin; the rest follows in the background. `border` pixels of value 0 are added around each image before it is
 * brought to the requested size.
 */
export async function loadShards(
  id: string,
  border: number,
  request: LoadRequest,
): Promise<Result<LoadingDataset, DataFailure>> {
  const manifest = await readFile({ ...request, path: `${id}/manifest.json`, parse: parseManifest });
  if (!manifest.ok) return manifest;
  const shards = manifest.value.shards.filter((shard) => shard.split === request.split);
  const [first, ...rest] = shards;
  if (!first) return fail('data-corrupt', `${id} has no images in its ${request.split} split.`);
  const dataset = emptyDataset(manifest.value, shards, request);
  const begun = await appendShard(dataset, manifest.value, first, border, request);
  if (!begun.ok) return begun;
  return ok({ dataset, complete: appendAll(dataset, manifest.value, rest, border, request) });
}

async function parseManifest(bytes: Uint8Array): Promise<Manifest> {
  return v.parse(manifestSchema, JSON.parse(new TextDecoder().decode(bytes)));
}

function emptyDataset(manifest: Manifest, shards: readonly Shard[], request: LoadRequest): Dataset {
  const { size, channels, split, budgetBytes = DEFAULT_BUDGET_BYTES } = request;
  const bytesPerImage = size * size * channels;
  const total = shards.reduce((sum, shard) => sum + shard.count, 0);
  // Shards are shuffled when they are built, so the images that fit are a fair sample of all.
  const capacity = Math.max(1, Math.min(total, Math.floor(budgetBytes / bytesPerImage)));
  return {
    id: manifest.id,
    hash: manifest.hash,
    split,
    size,
    channels,
    classNames: manifest.classNames,
    attribution: manifest.attribution,
    images: new Uint8Array(capacity * bytesPerImage),
    labels: new Uint8Array(capacity),
    capacity,
    count: 0,
  };
}

async function appendAll(
  dataset: Dataset,
  manifest: Manifest,
  shards: readonly Shard[],
  border: number,
  request: LoadRequest,
): Promise<Result<Dataset, DataFailure>> {
  for (const shard of shards) {
    if (dataset.count === dataset.capacity) break;
    const appended = await appendShard(dataset, manifest, shard, border, request);
    if (!appended.ok) return appended;
  }
  return ok(dataset);
}

async function appendShard(
  dataset: Dataset,
  manifest: Manifest,
  shard: Shard,
  border: number,
  request: LoadRequest,
): Promise<Result<void, DataFailure>> {
  const content = await readFile({
    ...request,
    path: `${manifest.id}/${shard.file}`,
    parse: (bytes) => unpackShard(bytes, shard, manifest),
  });
  if (!content.ok) return content;
  const { size, channels } = dataset;
  const padded = padImages({ images: content.value.images, size: manifest.size, channels: manifest.channels }, border);
  const { images } = resizeImages(convertChannels(padded, channels), size);
  const taken = Math.min(shard.count, dataset.capacity - dataset.count);
  const bytesPerImage = size * size * channels;
  dataset.images.set(images.subarray(0, taken * bytesPerImage), dataset.count * bytesPerImage);
  dataset.labels.set(content.value.labels.subarray(0, taken), dataset.count);
  dataset.count += taken;
  request.onProgress?.({ loaded: dataset.count, total: dataset.capacity });
  return ok(undefined);
}

async function unpackShard(
  bytes: Uint8Array<ArrayBuffer>,
  shard: Shard,
  manifest: Manifest,
): Promise<{ labels: Uint8Array; images: Uint8Array }> {
  if ((await sha256(bytes)) !== shard.sha256) throw new Error('its SHA-256 is another than the manifest names');
  const unpacked = await gunzip(bytes);
  const expected = shard.count * (1 + manifest.size * manifest.size * manifest.channels);
  if (unpacked.length !== expected) throw new Error(`it unpacks to ${unpacked.length} bytes, not ${expected}`);
  const labels = unpacked.subarray(0, shard.count);
  if (labels.some((label) => label >= manifest.classNames.length)) throw new Error('a label names no class');
  return { labels, images: unpacked.subarray(shard.count) };
}
