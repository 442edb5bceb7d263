/** A GPU buffer that is made, or taken over, after the programs that use it were planned; `size` in bytes. */
export interface Block {
  size: number;
  buffer: GPUBuffer | null;
}

/** A stretch of a block, in bytes; the offset is a multiple of 256, as a binding's must be. */
export interface Slice {
  block: Block;
  offset: number;
  size: number;
}

const BYTES_PER_FLOAT = 4;

/** WebGPU's minStorageBufferOffsetAlignment, which no device may have larger. */
const ALIGNMENT = 256;

/** Bytes rounded up to where the next binding may begin. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** The whole of a block as a slice. */
export function whole(block: Block): Slice {
  return { block, offset: 0, size: block.size };
}

/** `count` floats of a slice from float `first` on. */
export function part(slice: Slice, first: number, count: number): Slice {
  return { block: slice.block, offset: slice.offset + first * BYTES_PER_FLOAT, size: count * BYTES_PER_FLOAT };
}

/**
 * The GPU memory of a plan. Blocks are only noted down while programs are planned, so that sizes are known before any
 * device is asked; `allocate` then makes all of them, zeroed.
 */
export class Memory {
  readonly #blocks: Block[] = [];
  readonly #scratch = new Map<string, Block>();

  /** Room for `count` floats that keep their values. */
  floats(count: number): Slice {
    return this.bytes(count * BYTES_PER_FLOAT);
  }

  /** Room for `size` bytes that keep their values. */
  bytes(size: number): Slice {
    const block = { size, buffer: null };
    this.#blocks.push(block);
    return whole(block);
  }

  /** Room for `count` floats in a block that all of the same `name` share: the next use overwrites the last one's. */
  scratch(name: string, count: number): Slice {
    let block = this.#scratch.get(name);
    if (block === undefined) {
      block = { size: 0, buffer: null };
      this.#scratch.set(name, block);
      this.#blocks.push(block);
    }
    const size = count * BYTES_PER_FLOAT;
    block.size = Math.max(block.size, size);
    return { block, offset: 0, size };
  }

  /** One block for several named tensors of so many floats each, every one where a binding may begin. */
  arena(floats: ReadonlyMap<string, number>): { all: Slice; parts: ReadonlyMap<string, Slice> } {
    let offset = 0;
    const places = Array.from(floats, ([name, count]) => {
      const place = { name, offset, size: count * BYTES_PER_FLOAT };
      offset = aligned(offset + place.size);
      return place;
    });
    const all = this.bytes(offset);
    return { all, parts: new Map(places.map(({ name, ...place }) => [name, { block: all.block, ...place }])) };
  }

  /** Bytes of the largest block. */
  get largest(): number {
    return Math.max(0, ...this.#blocks.map(({ size }) => size));
  }

  /** Bytes of all blocks. */
  get total(): number {
    return this.#blocks.reduce((sum, { size }) => sum + size, 0);
  }

  /** Makes the buffers. */
  allocate(device: GPUDevice): void {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    for (const block of this.#blocks) block.buffer = device.createBuffer({ size: block.size, usage });
  }

  /** Frees the buffers. */
  destroy(): void {
    for (const block of this.#blocks) {
      block.buffer?.destroy();
      block.buffer = null;
    }
  }
}
