import { LEAKY_SLOPE } from './architecture';
import type { Activation } from './architecture';

/** An activation function and its derivative. */
export interface ActivationCurve {
  value: (x: number) => number;
  slope: (x: number) => number;
}

/** The derivative under which a curve is called saturated here. */
export const SATURATED_SLOPE = 0.05;
/** Layers that a gradient is sent through where one asks what is left of it. */
export const CHAIN_LAYERS = 5;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Every activation as a curve. At 0, where ReLU and LeakyReLU have a corner, the slope is that of the left side. */
export const ACTIVATION_CURVES: Record<Activation, ActivationCurve> = {
  relu: { value: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { value: (x) => Math.max(LEAKY_SLOPE * x, x), slope: (x) => (x > 0 ? 1 : LEAKY_SLOPE) },
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { value: sigmoid, slope: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  linear: { value: (x) => x, slope: () => 1 },
};

/** The other way to write tanh: a sigmoid twice as steep, stretched to the range from -1 to 1. */
export const tanhBySigmoid = (x: number): number => 2 * sigmoid(2 * x) - 1;

/** How far from 0 tanh's derivative falls below `slope` (between 0 and 1): where 1 - tanh(x)^2 = slope. */
export function tanhSaturatesAt(slope: number): number {
  return Math.atanh(Math.sqrt(1 - slope));
}
