import type { LayerSpec, MapShape } from '../../core/architecture';
import type { TextKey } from '../../i18n/text';

/** What kind of layer it is, in words that say whether it makes its map smaller or larger. */
export function kindKey({ kind, stride, upsample, pool, output }: LayerSpec): TextKey {
  switch (kind) {
    case 'dense':
      if (output[0] > 1) return 'kind.project';
      return output[2] === 1 ? 'kind.denseLogit' : 'kind.dense';
    case 'transposedConv':
      return stride > 1 ? 'kind.transposed' : 'kind.plain';
    case 'conv':
      if (upsample) return 'kind.upsampled';
      if (pool) return 'kind.pooled';
      return stride > 1 ? 'kind.strided' : 'kind.plain';
    default:
      return kind satisfies never;
  }
}

/** A map's shape as the paper writes it, height x width x channels; a mere vector is its length. */
export function shapeWords([height, width, channels]: MapShape): string {
  return height === 1 && width === 1 ? String(channels) : `${height}×${width}×${channels}`;
}
