import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { RandomStream } from '../src/core/random';

/** Bytes that a bomb unpacks to. */
const BOMB = 100_000_000;
const CUTS = 20;

/** Files that were a good project once, or pass themselves off as one, and what the page says of each; none may be opened. */
export function badProjects(good: Buffer): readonly (readonly [name: string, bytes: Buffer, says: RegExp])[] {
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
    ...Array.from({ length: CUTS }, (_, n) => [`cut-${n}.dcgan`, good.subarray(0, random.integer(good.length)), /its end is missing/] as const),
    ['flipped.dcgan', flipped, /\.(safetensors|json|csv|png) is damaged/],
    ['empty.dcgan', Buffer.alloc(0), /not a \.dcgan project/],
    ['future.dcgan', withManifest((manifest) => ({ ...manifest, version: 2 })), /has the format 2; this page reads 1/],
    [
      'other-shape.dcgan',
      withManifest(({ config, ...rest }) => ({ ...rest, config: { ...config, baseFilters: 4 } })),
      /g1\.kernel in generator\.safetensors has the shape .*; this model needs/,
    ],
    ['endless-header.dcgan', withPart('generator.safetensors', endless), /generator\.safetensors is damaged/],
    ['bomb.dcgan', withPart('generator.safetensors', new Uint8Array(BOMB)), /generator\.safetensors would unpack to 100 MB/],
  ];
}
