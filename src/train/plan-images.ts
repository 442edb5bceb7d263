import type { Dataset } from '../data/dataset';
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
    this.#resident = all <= Math.min(maxBytes, RESIDENT_BYTES);
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
    const { images, count } = this.#dataset;
    const write = (at: number, first: number, images_: number) =>
      device.queue.writeBuffer(
        this.block.buffer!,
        at * this.#bytesPerImage,
        images as Uint8Array<ArrayBuffer>,
        first * this.#bytesPerImage,
        images_ * this.#bytesPerImage,
      );
    if (!this.#resident) {
      indices.forEach((index, n) => write(n, index, 1));
      return this.#inOrder;
    }
    if (count > this.#uploaded) {
      write(this.#uploaded, this.#uploaded, count - this.#uploaded);
      this.#uploaded = count;
    }
    return indices;
  }

  destroy(): void {
    this.block.buffer?.destroy();
    this.block.buffer = null;
  }
}
