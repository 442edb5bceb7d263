import type { Architecture, LayerSpec, NetworkName } from '../core/architecture';
import type { InspectPanel } from './inspect';
import type { LayerChoice } from './store';

/** A layer and the network that it belongs to. */
export interface LayerInView {
  network: NetworkName;
  layer: LayerSpec;
}

/** The layer that Look inside shows: the chosen one, else G's second highest, which the paper looks into (figure 6). */
export function layerInView(architecture: Architecture, chosen: LayerChoice | null): LayerInView {
  const layer = chosen && architecture[chosen.network].find(({ name }) => name === chosen.name);
  if (chosen && layer) return { network: chosen.network, layer };
  return { network: 'generator', layer: forgettingLayer(architecture) };
}

/** The layer that a panel of Look inside works on when another one may be chosen: what is lit and told of is that. */
export function layerOfPanel(architecture: Architecture, view: LayerInView, panel: InspectPanel): LayerInView {
  switch (panel) {
    case 'maps':
    case 'gradients':
      return view;
    case 'pixels':
      return { ...view, layer: mapsInView(architecture, view) };
    case 'arithmetic':
      return { ...view, layer: convolutionInView(architecture, view) };
    case 'forgetting':
      return { network: 'generator', layer: forgettingLayer(architecture) };
    default:
      return panel satisfies never;
  }
}

/** The layer before or after one in its network, where there is one. */
export function layerBeside(architecture: Architecture, { network, layer }: LayerInView, by: 1 | -1): LayerSpec | null {
  const layers = architecture[network];
  return layers[layers.findIndex(({ name }) => name === layer.name) + by] ?? null;
}

/** The layer in view if it is a convolution, else the nearest one of its network toward the images. */
export function convolutionInView(architecture: Architecture, { network, layer }: LayerInView): LayerSpec {
  if (layer.kind !== 'dense') return layer;
  const convolutions = architecture[network].filter(({ kind }) => kind !== 'dense');
  return network === 'generator' ? convolutions[0]! : convolutions.at(-1)!;
}

/** The layer in view where it has maps, else, for D's verdict, D's last convolution (paper, figure 5). */
export function mapsInView(architecture: Architecture, { network, layer }: LayerInView): LayerSpec {
  return network === 'generator' || layer.kind !== 'dense' ? layer : lastConvolution(architecture);
}

/** G's second highest layer, in which maps that draw a thing are looked for (paper, section 6.3.2). */
export function forgettingLayer({ generator }: Architecture): LayerSpec {
  // G of a valid config has at least a projection and a convolution.
  return generator.at(-2)!;
}

/** D's last convolution, whose features the paper brings back to pixels (figure 5). */
export function lastConvolution({ discriminator }: Architecture): LayerSpec {
  return discriminator.findLast(({ kind }) => kind !== 'dense')!;
}
