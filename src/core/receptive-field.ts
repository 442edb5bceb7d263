import type { LayerSpec } from './architecture';

/** A rectangle of a map: rows from `top` up to but without `bottom`, columns from `left` up to but without `right`. */
export interface MapBox {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** First and last position along one axis. */
type Span = readonly [first: number, last: number];

/**
 * The part of a network's input that one unit of a layer's feature maps can see, before the layer's pooling. For a
 * discriminator these are pixels.
 */
export function receptiveField(layers: readonly LayerSpec[], name: string, row: number, column: number): MapBox {
  const at = indexOf(layers, name);
  const axis = (position: number) => {
    let span: Span = [position, position];
    for (let i = at; i >= 0; i--) {
      span = readBy(layers[i]!, span);
      if (i > 0 && layers[i - 1]!.pool) span = [2 * span[0], 2 * span[1] + 1];
    }
    return span;
  };
  return toBox(axis(row), axis(column));
}

/** The part of a network's output that one unit of a layer's feature maps can change. For a generator these are pixels. */
export function paintedField(layers: readonly LayerSpec[], name: string, row: number, column: number): MapBox {
  const at = indexOf(layers, name);
  const axis = (position: number) => {
    let span: Span = [position, position];
    for (let i = at; i < layers.length; i++) {
      if (i > at) span = writtenBy(layers[i]!, span);
      if (layers[i]!.pool) span = [Math.floor(span[0] / 2), Math.floor(span[1] / 2)];
    }
    return span;
  };
  return toBox(axis(row), axis(column));
}

/** Rows (or columns) of zeros that tfjs's `same` padding puts before the first, of `large` that a kernel strides over. */
export function paddingBefore(large: number, small: number, kernel: number, stride: number): number {
  return Math.floor(Math.max((small - 1) * stride + kernel - large, 0) / 2);
}

/** What of its input a layer reads for a span of its output. */
function readBy({ kind, input, output, kernel, stride, upsample }: LayerSpec, [first, last]: Span): Span {
  const size = upsample ? 2 * input[0] : input[0];
  const whole = (span: Span): Span => (upsample ? [Math.floor(span[0] / 2), Math.floor(span[1] / 2)] : span);
  switch (kind) {
    case 'dense':
      return [0, input[0] - 1];
    case 'conv': {
      const padding = paddingBefore(size, Math.ceil(size / stride), kernel, stride);
      return whole(clip(first * stride - padding, last * stride - padding + kernel - 1, size));
    }
    case 'transposedConv': {
      const padding = paddingBefore(output[0], size, kernel, stride);
      return whole(clip(Math.ceil((first + padding - kernel + 1) / stride), Math.floor((last + padding) / stride), size));
    }
    default:
      return kind satisfies never;
  }
}

/** What of its output, before pooling, a layer writes from a span of its input. */
function writtenBy({ kind, input, output, kernel, stride, upsample, pool }: LayerSpec, given: Span): Span {
  const size = upsample ? 2 * input[0] : input[0];
  const written = pool ? 2 * output[0] : output[0];
  const [first, last] = upsample ? [2 * given[0], 2 * given[1] + 1] : given;
  switch (kind) {
    case 'dense':
      return [0, output[0] - 1];
    case 'conv': {
      const padding = paddingBefore(size, written, kernel, stride);
      return clip(Math.ceil((first + padding - kernel + 1) / stride), Math.floor((last + padding) / stride), written);
    }
    case 'transposedConv': {
      const padding = paddingBefore(written, size, kernel, stride);
      return clip(first * stride - padding, last * stride - padding + kernel - 1, written);
    }
    default:
      return kind satisfies never;
  }
}

const clip = (first: number, last: number, size: number): Span => [Math.max(0, first), Math.min(size - 1, last)];

const toBox = (rows: Span, columns: Span): MapBox => ({
  top: rows[0],
  left: columns[0],
  bottom: rows[1] + 1,
  right: columns[1] + 1,
});

function indexOf(layers: readonly LayerSpec[], name: string): number {
  const at = layers.findIndex((layer) => layer.name === name);
  if (at < 0) throw new Error(`the network has no layer ${name}`);
  return at;
}
