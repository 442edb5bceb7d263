import type { Dataset } from '../data/dataset';
import { imageRange, imagesAt } from '../data/gather';
import type { Block } from '../gpu/executor-memory';

/** Most bytes of images that are kept on the GPU; of a larger set each batch is written when its turn comes. */
const RESIDENT_BYTES = 2 ** 30;

/** The training images on the GPU, uint8 NHWC: all of them where they fit, else the batch in use. */
export class PlanImages {
  readonly block: Block;
  readonly #dataset: Dataset;
  readonly #resident: boolean;
  readonly #bytesPerImage: number;
  readonly #inOrder: Uint32Array<ArrayBuffer>;
  #uploaded = 0;

  constructor(dataset: Dataset, batch: number, maxBytes: number) {
    this.#dataset = dataset;
    this.#bytesPerImage = dataset.size ** 2 * dataset.channels;
    const all = dataset.capacity * this.#bytesPerImage;
    this.#resident = !dataset.readImages && all <= Math.min(maxBytes, RESIDENT_BYTES);
    this.#inOrder = Uint32Array.from({ length: batch }, (_, i) => i);
    this.block = { size: this.#resident ? all : batch * this.#bytesPerImage, buffer: null };
  }

  allocate(device: GPUDevice): void {
    this.block.buffer = device.createBuffer({
      size: this.block.size,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }

  /** Sees to it that the images with these indices in the data set are on the GPU, and gives their indices there. */
  choose(device: GPUDevice, indices: Uint32Array): Uint32Array {
    const { count } = this.#dataset;
    const write = (at: number, bytes: Uint8Array) =>
      device.queue.writeBuffer(this.block.buffer!, at * this.#bytesPerImage, bytes as Uint8Array<ArrayBuffer>);
    if (!this.#resident) {
      write(0, imagesAt(this.#dataset, indices));
      return this.#inOrder;
    }
    if (count > this.#uploaded) {
      write(this.#uploaded, imageRange(this.#dataset, this.#uploaded, count));
      this.#uploaded = count;
    }
    return indices;
  }

  destroy(): void {
    this.block.buffer?.destroy();
    this.block.buffer = null;
    this.#uploaded = 0;
  }
}
