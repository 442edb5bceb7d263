import { variableOf } from '../model/network';
import type { Network } from '../model/network';
import { MessageError } from '../core/messages';

/** A layer's kernel as it is now, in the layout of its LayerSpec. */
export async function readKernel(network: Network, layer: string) {
  if (!network.layers.some(({ name }) => name === layer)) throw new MessageError('layerUnknown', { layer });
  const kernel = variableOf(network, `${layer}.kernel`);
  return { layer, shape: [...kernel.shape], values: Float32Array.from(await kernel.data()) };
}
