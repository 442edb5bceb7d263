import type { Architecture, LayerSpec, NetworkName } from '../core/architecture';

/** The layer of a network that Look inside shows: the chosen one, else the one nearest to the images. */
export function layerInView(
  architecture: Architecture,
  chosen: Record<NetworkName, string | null>,
  network: NetworkName,
): LayerSpec {
  const layers = architecture[network];
  const found = layers.find(({ name }) => name === chosen[network]);
  // Both networks of a valid config have layers: G's last one makes the image, D's first one reads it.
  return found ?? (network === 'generator' ? layers.at(-1)! : layers[0]!);
}
