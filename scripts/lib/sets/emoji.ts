import { readFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';
import * as v from 'valibot';
import type { RawDataset } from '../pack';
import { assemble, sortByHash, type Example } from './split';

const FOLDER = new URL('../../../node_modules/@iconify-json/noto/', import.meta.url);
const SIZE = 64;
const HELD_OUT_SHARE = 0.1;

/** The package's names for Unicode's groups of emoji, in the order of the data set's classes. */
const GROUPS = [
  'Smileys & Emotion',
  'People & Body',
  'Animals & Nature',
  'Food & Drink',
  'Travel & Places',
  'Activities',
  'Objects',
  'Symbols',
  'Flags',
];

const iconsSchema = v.object({
  width: v.number(),
  height: v.number(),
  icons: v.record(v.string(), v.object({ body: v.string() })),
});
const metadataSchema = v.object({ categories: v.record(v.string(), v.array(v.string())) });

/**
 * Draws the Noto emoji of the npm package `@iconify-json/noto`, 64x64 on white. A tenth of each group is held out;
 * the skin tones of one emoji stay together, as they differ in little else.
 */
export async function readEmoji(): Promise<RawDataset> {
  const { width, height, icons } = v.parse(iconsSchema, await readJson('icons.json'));
  const { categories } = v.parse(metadataSchema, await readJson('metadata.json'));
  const train: Example[] = [];
  const heldOut: Example[] = [];
  GROUPS.forEach((group, label) => {
    const families = familiesOf(categories[group] ?? []);
    const order = sortByHash([...families.keys()], (family) => family);
    const heldOutFamilies = new Set(order.slice(0, Math.ceil(order.length * HELD_OUT_SHARE)));
    for (const [family, names] of families) {
      const side = heldOutFamilies.has(family) ? heldOut : train;
      for (const name of names) {
        const icon = icons[name];
        if (!icon) throw new Error(`The package has no icon ${name}.`);
        side.push({ pixels: draw(icon.body, width, height), label });
      }
    }
  });
  return { size: SIZE, channels: 3, splits: { train: assemble(train), heldOut: assemble(heldOut) } };
}

/** The name of an emoji without its skin tones: what all of its variants share. */
export function withoutSkinTone(name: string): string {
  return name.replaceAll(/-(medium-)?(dark|light|medium)-skin-tone/g, '');
}

function familiesOf(names: readonly string[]): Map<string, string[]> {
  const families = new Map<string, string[]>();
  for (const name of names) {
    const family = withoutSkinTone(name);
    families.set(family, [...(families.get(family) ?? []), name]);
  }
  return families;
}

function draw(body: string, width: number, height: number): Uint8Array {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  const rgba = new Resvg(svg, {
    fitTo: { mode: 'width', value: SIZE },
    background: 'white',
    // No emoji is text, and fonts differ between machines.
    font: { loadSystemFonts: false },
  }).render().pixels;
  return Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => rgba[Math.floor(i / 3) * 4 + (i % 3)]!);
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(file, FOLDER), 'utf8'));
}
