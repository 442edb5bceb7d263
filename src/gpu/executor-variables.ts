import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Block } from './executor-memory';

/**
 * The GPU buffers of tfjs variables, for programs that change a variable's values in place: what they write, the next
 * tfjs operation reads, with no copy in between. tfjs knows nothing of such writes, and for it a tensor's values never
 * change, so this keeps its promises in three ways, each in `refresh`:
 * a variable that was assigned since (and so has another buffer) is bound anew; one whose buffer a clone shares gets a
 * buffer of its own first; and values that tfjs read back are never kept on the CPU, where they would go stale.
 */
export class LiveVariables {
  readonly #backend: WebGPUBackend;
  readonly #blocks: ReadonlyMap<tf.Variable, Block>;
  readonly #bound = new Map<tf.Variable, tf.Variable['dataId']>();

  /** `blocks` stand for the variables in programs; they have no buffers before the first `refresh`. */
  constructor(backend: WebGPUBackend, blocks: ReadonlyMap<tf.Variable, Block>) {
    this.#backend = backend;
    this.#blocks = blocks;
    for (const [variable, { size }] of blocks) {
      if (variable.size * Float32Array.BYTES_PER_ELEMENT !== size) {
        throw new Error(`${variable.name} has ${variable.size} values, its place ${size} bytes`);
      }
    }
  }

  /**
   * To be called right before programs that write to the variables are submitted: submits what tfjs has recorded so
   * far, so that it reads the old values, and gives true when a block has another buffer than before.
   */
  refresh(): boolean {
    let changed = false;
    for (const [variable, block] of this.#blocks) {
      if (this.#backend.refCount(variable.dataId) > 1) {
        tf.tidy(() => variable.assign(tf.mul(variable, 1)));
      }
      if (this.#bound.get(variable) === variable.dataId) continue;
      block.buffer = this.#take(variable);
      this.#bound.set(variable, variable.dataId);
      changed = true;
    }
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
    return changed;
  }

  #take({ dataId }: tf.Variable): GPUBuffer {
    this.#backend.uploadToGPU(dataId);
    const data = this.#backend.tensorMap.get(dataId);
    // A read that is under way stores what it read when it ends, which may be after the programs ran.
    Object.defineProperty(data, 'values', { get: () => null, set() {}, configurable: true });
    return data.resource as GPUBuffer;
  }
}
