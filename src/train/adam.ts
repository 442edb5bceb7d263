import * as tf from '@tensorflow/tfjs';

/** Kept share of the old second moment; Kingma and Ba 2015. */
export const BETA2 = 0.999;
/** Added to the root of the second moment after its bias correction. */
export const ADAM_EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) over a fixed list of variables. The moments are kept by the variable's name,
 * so that no update can reach another variable's moments.
 */
export class Adam {
  readonly variables: readonly tf.Variable[];
  readonly names: readonly string[];
  readonly beta1: number;
  /** First and second moments in the order of `variables`. */
  readonly first: readonly tf.Variable[];
  readonly second: readonly tf.Variable[];
  /** Updates made so far. */
  time = 0;

  constructor(parameters: ReadonlyMap<string, tf.Variable>, beta1: number) {
    this.names = [...parameters.keys()];
    this.variables = [...parameters.values()];
    this.beta1 = beta1;
    const zeros = () => this.variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
    this.first = zeros();
    this.second = zeros();
  }

  /** One update of every variable by its gradient, in the order of `variables`. */
  update(gradients: readonly tf.Tensor[], learningRate: number): void {
    this.time++;
    const correction1 = 1 - this.beta1 ** this.time;
    const correction2 = 1 - BETA2 ** this.time;
    tf.tidy(() => {
      this.variables.forEach((variable, i) => {
        const gradient = gradients[i]!;
        const m = this.first[i]!;
        const v = this.second[i]!;
        m.assign(m.mul(this.beta1).add(gradient.mul(1 - this.beta1)));
        v.assign(v.mul(BETA2).add(gradient.square().mul(1 - BETA2)));
        const root = v.sqrt().mul(1 / Math.sqrt(correction2)).add(ADAM_EPSILON);
        variable.assign(variable.sub(m.mul(learningRate / correction1).div(root)));
      });
    });
  }

  dispose(): void {
    for (const variable of [...this.first, ...this.second]) variable.dispose();
  }
}
