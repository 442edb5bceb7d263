import { METRICS } from '../core/metrics';
import type { Slice } from '../gpu/executor-memory';

/** What the GPU tells of one step: the metrics, and how long each network's passes took where it can time them. */
export interface Reading {
  values: Float32Array<ArrayBuffer>;
  msD: number | null;
  msG: number | null;
}

/** The two passes that are timed, and where in the query set each one's beginning is; its end follows. */
const QUERIES = { discriminator: 0, generator: 2, count: 4 } as const;
const METRIC_BYTES = METRICS.length * Float32Array.BYTES_PER_ELEMENT;
/** Where the times stand in a staging buffer: behind the metrics, where 64-bit numbers may begin. */
const TIMES_AT = Math.ceil(METRIC_BYTES / 8) * 8;
const TIME_BYTES = QUERIES.count * BigUint64Array.BYTES_PER_ELEMENT;

/**
 * Carries small results off the GPU without holding it up: each step's are copied to a staging buffer of their own,
 * which is mapped when the step is done and then used again.
 */
export class Readings {
  readonly #device: GPUDevice;
  readonly #free: GPUBuffer[] = [];
  readonly #all: GPUBuffer[] = [];
  readonly #querySet: GPUQuerySet | undefined;
  readonly #resolved: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
    if (!device.features.has('timestamp-query')) return;
    this.#querySet = device.createQuerySet({ type: 'timestamp', count: QUERIES.count });
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    this.#resolved = device.createBuffer({ size: TIME_BYTES, usage });
  }

  /** Bytes of all staging buffers. */
  get bytes(): number {
    return this.#all.length * (TIMES_AT + TIME_BYTES);
  }

  /** The descriptor of a pass of a network's updates, which are timed from the `first` pass to the `last`. */
  timed(network: 'discriminator' | 'generator', first = true, last = true): GPUComputePassDescriptor {
    if (!this.#querySet || !(first || last)) return { label: network };
    const begin = QUERIES[network];
    const timestampWrites: GPUComputePassTimestampWrites = {
      querySet: this.#querySet,
      ...(first && { beginningOfPassWriteIndex: begin }),
      ...(last && { endOfPassWriteIndex: begin + 1 }),
    };
    return { label: network, timestampWrites };
  }

  /** Records the copies at the end of a step; call the result once the step is submitted. */
  record(encoder: GPUCommandEncoder, metrics: Slice): () => Promise<Reading> {
    const staging = this.#free.pop() ?? this.#make();
    encoder.copyBufferToBuffer(metrics.block.buffer!, metrics.offset, staging, 0, METRIC_BYTES);
    if (this.#querySet && this.#resolved) {
      encoder.resolveQuerySet(this.#querySet, 0, QUERIES.count, this.#resolved, 0);
      encoder.copyBufferToBuffer(this.#resolved, 0, staging, TIMES_AT, TIME_BYTES);
    }
    return async () => {
      await staging.mapAsync(GPUMapMode.READ);
      const bytes = staging.getMappedRange().slice(0);
      staging.unmap();
      this.#free.push(staging);
      const times = this.#querySet && new BigUint64Array(bytes, TIMES_AT, QUERIES.count);
      return {
        values: new Float32Array(bytes, 0, METRICS.length),
        msD: times ? between(times, QUERIES.discriminator) : null,
        msG: times ? between(times, QUERIES.generator) : null,
      };
    };
  }

  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
    this.#resolved?.destroy();
    this.#querySet?.destroy();
  }

  #make(): GPUBuffer {
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
    const buffer = this.#device.createBuffer({ size: TIMES_AT + TIME_BYTES, usage });
    this.#all.push(buffer);
    return buffer;
  }
}

/** Milliseconds between two neighbouring timestamps in nanoseconds. */
function between(times: BigUint64Array, first: number): number {
  return Number(times[first + 1]! - times[first]!) / 1e6;
}
