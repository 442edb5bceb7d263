import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const shard = v.object({
  file: v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'is not a plain file name')),
  split: v.picklist(['train', 'heldOut']),
  count: v.pipe(count, v.minValue(1)),
  /** Size of the file as served, in bytes. */
  bytes: count,
  /** SHA-256 of the file as served, in lower-case hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not a SHA-256')),
});

/**
 * What a folder of built shards says about itself. Each shard is a gzip file of `count` label bytes followed by
 * `count` images, uint8 NHWC of `size` x `size` x `channels`; `classCounts` are per split and class. `hash` is the
 * SHA-256 over the shards' hashes in order.
 */
export const manifestSchema = v.object({
  format: v.literal(1),
  id: v.string(),
  hash: v.string(),
  size: v.pipe(count, v.minValue(1)),
  channels: v.picklist([1, 3]),
  classNames: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(256)),
  classCounts: v.object({ train: v.array(count), heldOut: v.array(count) }),
  attribution: v.object({ source: v.string(), url: v.string(), licence: v.string() }),
  shards: v.pipe(v.array(shard), v.minLength(1)),
});

/** A manifest that was checked by `manifestSchema`. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** One entry of a manifest's list of shards. */
export type Shard = Manifest['shards'][number];
