import type { TensorData } from '../core/checkpoint';
import { MessageError } from '../core/messages';
import { variableOf } from '../model/network';
import type { Network } from '../model/network';
import { readVariable } from '../model/variable';

/** A layer's kernel as it is now, in the layout of its LayerSpec. */
export async function readKernel(network: Network, layer: string): Promise<TensorData & { layer: string }> {
  if (!network.layers.some(({ name }) => name === layer)) throw new MessageError('layerUnknown', { layer });
  return { layer, ...(await readVariable(variableOf(network, `${layer}.kernel`))) };
}
