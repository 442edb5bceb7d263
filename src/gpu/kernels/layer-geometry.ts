import { elements, type LayerSpec } from '../../core/architecture';
import { denseGeometry } from './dense';
import { convGeometry, type ConvGeometry } from './geometry';

/**
 * The convolution whose three kernels do a layer's linear operation on `batch` examples. A conv and a dense
 * layer's forward pass is that convolution's; a transposedConv layer's forward pass is its input gradient,
 * and the other way round, with the layer's input in the place of y and its output in the place of x.
 */
export function layerGeometry(layer: LayerSpec, batch: number): ConvGeometry {
  const { kind, input, output, kernel, stride, upsample } = layer;
  switch (kind) {
    case 'dense':
      return denseGeometry({ batch, inputs: elements(input), outputs: elements(output) });
    case 'conv': {
      const scale = upsample ? 2 : 1;
      const [inHeight, inWidth, inChannels] = [input[0] * scale, input[1] * scale, input[2]];
      return convGeometry({ batch, inHeight, inWidth, inChannels, outChannels: output[2], kernel, stride });
    }
    case 'transposedConv': {
      const [inHeight, inWidth, inChannels] = output;
      return convGeometry({ batch, inHeight, inWidth, inChannels, outChannels: input[2], kernel, stride });
    }
    default:
      return kind satisfies never;
  }
}
