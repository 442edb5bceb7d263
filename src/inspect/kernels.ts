import type { TensorData } from '../core/checkpoint';
import { variableOf } from '../model/network';
import type { Network } from '../model/network';
import { readVariable } from '../model/variable';
import { layerOf } from './feature-maps';

/** A layer's kernel as it is now, in the layout of its LayerSpec. */
export async function readKernel(network: Network, layer: string): Promise<TensorData & { layer: string }> {
  layerOf(network, layer);
  return { layer, ...(await readVariable(variableOf(network, `${layer}.kernel`))) };
}
