import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FetchFile, LoadRequest } from './dataset';
import { sha256 } from './files';
import type { Manifest, Shard } from './manifest';
import { loadShards } from './shards';

/** Files in memory, in place of the folder that is served. */
type Files = Map<string, Uint8Array<ArrayBuffer>>;

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Three training shards of two 2x2 images (10, 20, 30, ... throughout an image) and one held-out shard of one. */
async function smallSet(): Promise<Files> {
  const files: Files = new Map();
  const shards: Shard[] = [];
  for (const [index, split, values] of [
    [0, 'train', [10, 20]],
    [1, 'train', [30, 40]],
    [2, 'train', [50, 60]],
    [3, 'heldOut', [70]],
  ] as const) {
    const content = [...values.map((value) => (value / 10) % 2), ...values.flatMap((value) => Array(4).fill(value))];
    const bytes = await gzip(Uint8Array.from(content));
    const file = `${index}.bin`;
    files.set(`set/${file}`, bytes);
    shards.push({ file, split, count: values.length, bytes: bytes.length, sha256: await sha256(bytes) });
  }
  const manifest: Manifest = {
    format: 1,
    id: 'set',
    hash: 'abc',
    size: 2,
    channels: 1,
    classNames: ['even', 'odd'],
    classCounts: { train: [3, 3], heldOut: [0, 1] },
    attribution: { source: 'made here', url: 'about:blank', licence: 'none' },
    shards,
  };
  files.set('set/manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return files;
}

function reader(files: Files): FetchFile {
  return async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`no such file: ${path}`);
    return bytes;
  };
}

function requestFor(fetchFile: FetchFile, changes: Partial<LoadRequest> = {}): LoadRequest {
  return { split: 'train', size: 4, channels: 1, fetchFile, ...changes };
}

async function load(request: LoadRequest): Promise<string> {
  const begun = await loadShards('set', 1, request);
  if (!begun.ok) return `${begun.error.code} ${begun.error.message}`;
  const all = await begun.value.complete;
  if (!all.ok) return `${begun.value.dataset.count} images, then ${all.error.code} ${all.error.message}`;
  return `${all.value.count} images`;
}

describe('loadShards', () => {
  // The wait before another try is not what is tested here.
  beforeEach(() => void vi.stubGlobal('setTimeout', setImmediate));
  afterEach(() => void vi.unstubAllGlobals());

  it('is ready with the first shard and appends the others', async () => {
    const files = await smallSet();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const progress: string[] = [];
    const fetchFile: FetchFile = async (path) => {
      if (path === 'set/1.bin') await held;
      return reader(files)(path);
    };
    const onProgress: LoadRequest['onProgress'] = ({ loaded, total }) => progress.push(`${loaded}/${total}`);
    const begun = await loadShards('set', 1, requestFor(fetchFile, { onProgress }));
    if (!begun.ok) throw new Error(begun.error.message);
    const { dataset, complete } = begun.value;
    expect(dataset).toMatchObject({ id: 'set', hash: 'abc', count: 2, capacity: 6, size: 4, channels: 1 });
    release();
    expect(await complete).toMatchObject({ ok: true });
    expect(dataset.count).toBe(6);
    expect(progress).toEqual(['2/6', '4/6', '6/6']);
    expect([...dataset.labels]).toEqual([1, 0, 1, 0, 1, 0]);
    expect([...dataset.images.subarray(5 * 16)]).toEqual([0, 0, 0, 0, 0, 60, 60, 0, 0, 60, 60, 0, 0, 0, 0, 0]);
  });

  it('keeps the splits apart', async () => {
    const fetchFile = reader(await smallSet());
    const begun = await loadShards('set', 0, requestFor(fetchFile, { split: 'heldOut', size: 2, channels: 3 }));
    if (!begun.ok) throw new Error(begun.error.message);
    expect([...begun.value.dataset.images]).toEqual(Array(12).fill(70));
    expect(await begun.value.complete).toMatchObject({ ok: true, value: { count: 1, split: 'heldOut' } });
  });

  it('takes as many images as the budget holds', async () => {
    const fetchFile = vi.fn(reader(await smallSet()));
    expect(await load(requestFor(fetchFile, { budgetBytes: 3 * 16 + 15 }))).toBe('3 images');
    expect(fetchFile.mock.calls.map(([path]) => path)).toEqual(['set/manifest.json', 'set/0.bin', 'set/1.bin']);
  });

  it('tries a file again twice before giving up', async () => {
    const files = await smallSet();
    const failing = (times: number): FetchFile => {
      let left = times;
      return async (path) => {
        if (path === 'set/1.bin' && left-- > 0) throw new Error('connection reset');
        return reader(files)(path);
      };
    };
    expect(await load(requestFor(failing(2)))).toBe('6 images');
    expect(await load(requestFor(failing(3)))).toBe('2 images, then data-unreachable set/1.bin could not be loaded.');
  });

  it('refuses a shard or a manifest that is not what was built', async () => {
    const files = await smallSet();
    const damaged = Uint8Array.from(files.get('set/0.bin')!);
    damaged[damaged.length - 9]! ^= 1;
    const withFile = (path: string, bytes: Uint8Array<ArrayBuffer>): FetchFile => reader(new Map(files).set(path, bytes));
    expect(await load(requestFor(withFile('set/0.bin', damaged)))).toMatch(/^data-corrupt set\/0.bin/);
    expect(await load(requestFor(withFile('set/2.bin', Uint8Array.of(1))))).toMatch(/^4 images, then data-corrupt/);
    const page = new TextEncoder().encode('<!doctype html>');
    expect(await load(requestFor(withFile('set/manifest.json', page)))).toMatch(/^data-corrupt set\/manifest.json/);
    const text = new TextDecoder().decode(files.get('set/manifest.json'));
    const climbing = new TextEncoder().encode(text.replace('0.bin', '../0.bin'));
    expect(await load(requestFor(withFile('set/manifest.json', climbing)))).toMatch(/^data-corrupt set\/manifest.json/);
  });

  it('stops when it is cancelled', async () => {
    const files = await smallSet();
    const controller = new AbortController();
    const fetchFile: FetchFile = async (path, signal) => {
      if (path === 'set/1.bin') controller.abort();
      signal?.throwIfAborted();
      return reader(files)(path);
    };
    expect(await load(requestFor(fetchFile, { signal: controller.signal }))).toMatch(/^2 images, then data-cancelled/);
  });
});
