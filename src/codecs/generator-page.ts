import { BATCH_NORM_EPSILON } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import type { TensorMap } from '../core/checkpoint';
import type { PageContent } from '../core/exports';
import type { PixelRange } from '../core/images';

/** The page's parts as they stand in their folder, each to be read by itself. */
const PARTS = import.meta.glob<string>('./generator-page/*', { query: '?raw', import: 'default', eager: true });

/** A generator to be put into a page. */
export interface PageModel {
  layers: readonly LayerSpec[];
  tensors: TensorMap;
  range: PixelRange;
  prior: 'uniform' | 'normal';
  /** The z that is shown first. */
  z: Float32Array;
}

/**
 * A generator as one HTML file that opens from disk: its weights exactly, a forward pass to read, and sliders for z. The
 * file fetches nothing and evaluates nothing.
 */
export function writeGeneratorPage(model: PageModel, { pins, texts, language }: PageContent): Uint8Array<ArrayBuffer> {
  const { layers, tensors, range, prior, z } = model;
  const [imageSize, , channels] = layers.at(-1)!.output;
  const content = {
    model: {
      zSize: z.length,
      imageSize,
      channels,
      range,
      prior,
      z: Array.from(z),
      layers: layers.map((layer) => storedLayer(layer, tensors)),
    },
    pins: pins.map(({ name, z: pinned }) => ({ name, z: Array.from(pinned) })),
    texts,
    language,
  };
  // `<` never ends the element that the text stands in.
  const json = JSON.stringify(content).replaceAll('<', String.raw`\u003c`);
  const parts: [before: string, text: string][] = [
    ['<style>', part('page.css')],
    ['id="model">', json],
    ['<script type="module">', `${withoutModules(part('forward.js'))}\n${withoutModules(part('page.js'))}`],
  ];
  return new TextEncoder().encode(parts.reduce((html, [before, text]) => inserted(html, before, text), part('page.html')));
}

function part(name: string): string {
  const text = PARTS[`./generator-page/${name}`];
  if (text === undefined) throw new Error(`there is no ${name}`);
  return text;
}

/** The text of a module that stands beside those that it imports from. */
function withoutModules(module: string): string {
  return module.replaceAll(/^import .*\n+/gm, '').replaceAll(/^export /gm, '');
}

function inserted(html: string, before: string, text: string): string {
  const at = html.indexOf(before) + before.length;
  if (at < before.length) throw new Error(`the page has no ${before}`);
  return `${html.slice(0, at)}\n${text}\n${html.slice(at)}`;
}

function storedLayer(layer: LayerSpec, tensors: TensorMap) {
  const { kind, input, output, kernel: size, stride, upsample, norm, activation, parameters } = layer;
  const stored = parameters.map(({ name, role }) => [role, base64(tensors.get(name)!.values)]);
  const epsilon = BATCH_NORM_EPSILON;
  return { kind, input, output, size, stride, upsample, norm, activation, epsilon, tensors: Object.fromEntries(stored) };
}

/** Bytes that `String.fromCharCode` takes at once. */
const CHUNK = 1 << 13;

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(parts.join(''));
}
