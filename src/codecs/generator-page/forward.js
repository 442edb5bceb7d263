/**
 * The generator of a DCGAN: from a z to a picture. A map is a Float32Array, row by row, with the channels of one
 * position side by side: map[(y * width + x) * channels + channel]. A layer's `input` and `output` are the sizes of its
 * maps, [height, width, channels].
 */

/** Reads a layer's numbers: base64 of float32. */
export function openLayer(layer) {
  const tensors = Object.entries(layer.tensors).map(([role, text]) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return [role, new Float32Array(bytes.buffer)];
  });
  return { ...layer, ...Object.fromEntries(tensors) };
}

/** The picture of a z: a map of the size of the last layer's output. */
export function generate(layers, z) {
  let x = Float32Array.from(z);
  for (const layer of layers) {
    if (layer.upsample) x = upsample(x, layer.input);
    x = LINEAR[layer.kind](x, layer);
    x = NORM[layer.norm](x, layer);
    x = x.map(ACTIVATION[layer.activation]);
  }
  return x;
}

const LINEAR = {
  /** Every output is a weighted sum of all inputs. Kernel: [inputs, outputs]. */
  dense(x, { kernel }) {
    const y = new Float32Array(kernel.length / x.length);
    for (let i = 0; i < x.length; i++)
      for (let o = 0; o < y.length; o++) y[o] += x[i] * kernel[i * y.length + o];
    return y;
  },

  /**
   * Fractionally-strided (transposed) convolution, which makes maps larger: each position of x adds the kernel, weighted
   * by its channels, to the output around (stride * row, stride * column). Kernel: [size, size, outputs, inputs].
   */
  transposedConv(x, { kernel, size, stride, input: [height, width, inputs], output: [outHeight, outWidth, outputs] }) {
    const y = new Float32Array(outHeight * outWidth * outputs);
    const before = Math.floor((size - stride) / 2);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let tap = 0; tap < size * size; tap++) {
          const outRow = row * stride + Math.floor(tap / size) - before;
          const outColumn = column * stride + (tap % size) - before;
          if (outRow < 0 || outRow >= outHeight || outColumn < 0 || outColumn >= outWidth) continue;
          const from = (row * width + column) * inputs;
          const to = (outRow * outWidth + outColumn) * outputs;
          for (let o = 0; o < outputs; o++) {
            const weights = (tap * outputs + o) * inputs;
            let sum = 0;
            for (let i = 0; i < inputs; i++) sum += x[from + i] * kernel[weights + i];
            y[to + o] += sum;
          }
        }
    return y;
  },

  /** Convolution with stride 1, which keeps the size. Kernel: [size, size, inputs, outputs]. */
  conv(x, { kernel, size, input: [, , inputs], output: [height, width, outputs] }) {
    const y = new Float32Array(height * width * outputs);
    const before = Math.floor((size - 1) / 2);
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let tap = 0; tap < size * size; tap++) {
          const inRow = row + Math.floor(tap / size) - before;
          const inColumn = column + (tap % size) - before;
          if (inRow < 0 || inRow >= height || inColumn < 0 || inColumn >= width) continue;
          const from = (inRow * width + inColumn) * inputs;
          const to = (row * width + column) * outputs;
          for (let i = 0; i < inputs; i++) {
            const weights = (tap * inputs + i) * outputs;
            for (let o = 0; o < outputs; o++) y[to + o] += x[from + i] * kernel[weights + o];
          }
        }
    return y;
  },
};

/** Each position becomes two by two of itself. */
function upsample(x, [height, width, channels]) {
  const y = new Float32Array(x.length * 4);
  for (let row = 0; row < height * 2; row++)
    for (let column = 0; column < width * 2; column++) {
      const from = (Math.floor(row / 2) * width + Math.floor(column / 2)) * channels;
      y.set(x.subarray(from, from + channels), (row * width * 2 + column) * channels);
    }
  return y;
}

const NORM = {
  /** Batch normalization with the mean and variance that training has gathered, per channel. */
  batch: (x, { gamma, beta, mean, variance, epsilon }) =>
    x.map((value, n) => {
      const channel = n % gamma.length;
      return ((value - mean[channel]) / Math.sqrt(variance[channel] + epsilon)) * gamma[channel] + beta[channel];
    }),
  bias: (x, { bias }) => x.map((value, n) => value + bias[n % bias.length]),
  none: (x) => x,
};

const ACTIVATION = {
  relu: (value) => Math.max(0, value),
  leakyRelu: (value) => (value < 0 ? 0.2 * value : value),
  tanh: (value) => Math.tanh(value),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  linear: (value) => value,
};

/** A picture as RGBA bytes: from [low, high] to 0 to 255, and nothing is stretched. */
export function toPixels(picture, channels, { low, high }) {
  const rgba = new Uint8ClampedArray((picture.length / channels) * 4).fill(255);
  for (let n = 0; n < picture.length / channels; n++)
    for (let c = 0; c < 3; c++) {
      const value = picture[n * channels + (channels === 3 ? c : 0)];
      rgba[n * 4 + c] = Math.round(((value - low) / (high - low)) * 255);
    }
  return rgba;
}
