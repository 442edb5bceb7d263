import { ACTIVATION_CURVES } from '../../core/activation-curves';
import type { LayerSpec } from '../../core/architecture';
import { pixelRange, toImages } from '../../core/images';

/** What a sum of G's last convolution becomes. */
export interface OutputPixel {
  activation: 'tanh' | 'sigmoid';
  value: number;
  /** Of the pixel, or of its one colour, as it is drawn: 0 to 255. */
  brightness: number;
}

/** From a sum of G's output layer to the pixel; null where a norm or a shift comes between, or no curve follows. */
export function outputPixel({ norm, activation }: Pick<LayerSpec, 'norm' | 'activation'>, sum: number): OutputPixel | null {
  if (norm !== 'none' || (activation !== 'tanh' && activation !== 'sigmoid')) return null;
  const value = ACTIVATION_CURVES[activation].value(sum);
  const { rgba } = toImages(Float32Array.of(value), 1, 1, pixelRange(activation));
  return { activation, value, brightness: rgba[0]! };
}
