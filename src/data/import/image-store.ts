/** Images of equal size, one after the other, in memory or in a file. */
export interface StoredImages {
  readonly count: number;
  /** All of them in one piece, where they are in memory; else null. */
  readonly inMemory: Uint8Array<ArrayBuffer> | null;
  /** The images with these indices, one after the other. */
  read(indices: Uint32Array): Uint8Array<ArrayBuffer>;
  /** All bytes, in order, without holding them in memory where they are in a file. */
  pieces(): Promise<readonly (Uint8Array<ArrayBuffer> | Blob)[]>;
  /** Lets go of the file. */
  close(): void;
}

/** Takes images one by one and then gives them. */
export interface ImageWriter {
  readonly count: number;
  append(image: Uint8Array): void;
  finish(): StoredImages;
  /** Lets go of what was taken. */
  discard(): void;
}

/** How much memory is asked for at a time. */
const CHUNK_BYTES = 4 << 20;

/** Collects images of `bytesPerImage` in memory. */
export class MemoryWriter implements ImageWriter {
  readonly #bytesPerImage: number;
  readonly #perChunk: number;
  #chunks: Uint8Array[] = [];
  count = 0;

  constructor(bytesPerImage: number) {
    this.#bytesPerImage = bytesPerImage;
    this.#perChunk = Math.max(1, Math.floor(CHUNK_BYTES / bytesPerImage));
  }

  append(image: Uint8Array): void {
    const place = this.count % this.#perChunk;
    if (place === 0) this.#chunks.push(new Uint8Array(this.#perChunk * this.#bytesPerImage));
    this.#chunks.at(-1)!.set(image, place * this.#bytesPerImage);
    this.count++;
  }

  finish(): StoredImages {
    const all = new Uint8Array(this.count * this.#bytesPerImage);
    this.#chunks.forEach((chunk, i) => {
      const at = i * this.#perChunk * this.#bytesPerImage;
      all.set(chunk.subarray(0, all.length - at), at);
    });
    this.discard();
    return new MemoryImages(all, this.#bytesPerImage);
  }

  discard(): void {
    this.#chunks = [];
  }
}

/** Images in memory. */
export class MemoryImages implements StoredImages {
  readonly inMemory: Uint8Array<ArrayBuffer>;
  readonly #bytesPerImage: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, bytesPerImage: number) {
    this.inMemory = bytes;
    this.#bytesPerImage = bytesPerImage;
  }

  get count(): number {
    return this.inMemory.length / this.#bytesPerImage;
  }

  read(indices: Uint32Array): Uint8Array<ArrayBuffer> {
    const size = this.#bytesPerImage;
    const out = new Uint8Array(indices.length * size);
    indices.forEach((index, n) => out.set(this.inMemory.subarray(index * size, (index + 1) * size), n * size));
    return out;
  }

  async pieces(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return [this.inMemory];
  }

  close(): void {}
}

/** The part of a FileSystemSyncAccessHandle that is needed here; tests give a stand-in. */
export type SyncFile = Pick<FileSystemSyncAccessHandle, 'read' | 'write' | 'flush' | 'close'>;

/** A file opened for synchronous access, and the way to its bytes as a Blob once that has been let go of. */
export interface OpenFile {
  sync: SyncFile;
  blob(): Promise<Blob>;
}

/** Collects images of `bytesPerImage` in a file, a few megabytes at a time. Throws what the file's `write` throws. */
export class FileWriter implements ImageWriter {
  readonly #file: OpenFile;
  readonly #bytesPerImage: number;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  #buffered = 0;
  #written = 0;
  count = 0;

  constructor(file: OpenFile, bytesPerImage: number) {
    this.#file = file;
    this.#bytesPerImage = bytesPerImage;
    this.#buffer = new Uint8Array(Math.max(1, Math.floor(CHUNK_BYTES / bytesPerImage)) * bytesPerImage);
  }

  append(image: Uint8Array): void {
    if (this.#buffered === this.#buffer.length) this.#write();
    this.#buffer.set(image, this.#buffered);
    this.#buffered += image.length;
    this.count++;
  }

  finish(): StoredImages {
    this.#write();
    this.#file.sync.flush();
    return new FileImages(this.#file, this.#bytesPerImage, this.count);
  }

  discard(): void {
    this.#file.sync.close();
  }

  #write(): void {
    const bytes = this.#buffer.subarray(0, this.#buffered);
    const written = this.#file.sync.write(bytes, { at: this.#written });
    if (written !== bytes.length) throw new DOMException('the file took fewer bytes than given', 'QuotaExceededError');
    this.#written += bytes.length;
    this.#buffered = 0;
  }
}

/** Images in a file that stays open, so that a training step reads its batch when it needs it. */
export class FileImages implements StoredImages {
  readonly inMemory = null;
  readonly count: number;
  readonly #file: OpenFile;
  readonly #bytesPerImage: number;

  constructor(file: OpenFile, bytesPerImage: number, count: number) {
    this.#file = file;
    this.#bytesPerImage = bytesPerImage;
    this.count = count;
  }

  read(indices: Uint32Array): Uint8Array<ArrayBuffer> {
    const size = this.#bytesPerImage;
    const out = new Uint8Array(indices.length * size);
    indices.forEach((index, n) => {
      const read = this.#file.sync.read(out.subarray(n * size, (n + 1) * size), { at: index * size });
      if (read !== size) throw new RangeError(`image ${index} is not in the file`);
    });
    return out;
  }

  async pieces(): Promise<readonly Blob[]> {
    return [await this.#file.blob()];
  }

  close(): void {
    this.#file.sync.close();
  }
}
