import type { Architecture, LayerSpec } from '../../core/architecture';
import type { Texts } from '../common/hooks';

/** The colours of a picture in the order of its channels. */
const COLOURS = ['inspect.red', 'inspect.green', 'inspect.blue'] as const;

/** Whether what a layer of these networks makes are the colours of a picture. */
export function makesColours({ generator }: Architecture, layer: LayerSpec): boolean {
  return layer === generator.at(-1) && layer.output[2] === COLOURS.length;
}

/** Whether what a layer of these networks reads are the colours of a picture. */
export function readsColours({ discriminator }: Architecture, layer: LayerSpec): boolean {
  return layer === discriminator[0] && layer.input[2] === COLOURS.length;
}

/** What the map with the index `map` is called: by its number, or by its colour where the maps are those of a picture. */
export function mapName(t: Texts['t'], map: number, colours: boolean): string {
  const colour = colours && COLOURS[map];
  return colour ? t(colour) : t('inspect.map', { n: map + 1 });
}
