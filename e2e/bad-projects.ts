import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { RandomStream } from '../src/core/random';

/** Bytes that a bomb unpacks to. */
const BOMB = 100_000_000;
const CUTS = 20;

/** Files that were a good project once, or pass themselves off as one; none may be opened. */
export function badProjects(good: Buffer): readonly (readonly [name: string, bytes: Buffer])[] {
  const random = new RandomStream(1, 'cuts');
  const parts = unzipSync(good);
  const withPart = (name: string, bytes: Uint8Array) => Buffer.from(zipSync({ ...parts, [name]: bytes }));
  const withManifest = (change: (manifest: { config: object }) => object) =>
    withPart('manifest.json', strToU8(JSON.stringify(change(JSON.parse(strFromU8(parts['manifest.json']!)) as { config: object }))));
  const flipped = Buffer.from(good);
  flipped[Math.floor(good.length / 2)]! ^= 1;
  const endless = parts['generator.safetensors']!.slice();
  new DataView(endless.buffer).setBigUint64(0, 2n ** 32n, true);
  return [
    ...Array.from({ length: CUTS }, (_, n) => [`cut-${n}.dcgan`, good.subarray(0, random.integer(good.length))] as const),
    ['flipped.dcgan', flipped],
    ['empty.dcgan', Buffer.alloc(0)],
    ['future.dcgan', withManifest((manifest) => ({ ...manifest, version: 2 }))],
    ['other-shape.dcgan', withManifest(({ config, ...rest }) => ({ ...rest, config: { ...config, baseFilters: 4 } }))],
    ['endless-header.dcgan', withPart('generator.safetensors', endless)],
    ['bomb.dcgan', withPart('generator.safetensors', new Uint8Array(BOMB))],
  ];
}
