/** Reads a stream of bytes in pieces of the sizes that a format asks for. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #chunk = new Uint8Array();
  #at = 0;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader();
  }

  /**
   * The next `length` bytes, or fewer where the stream ends. They are valid until the next call: where a chunk holds them
   * whole they are a view on it.
   */
  async read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#at + length <= this.#chunk.length) return this.#take(length);
    // Grows with what arrives, so that a length that a header only claims costs nothing.
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.#at === this.#chunk.length) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        [this.#chunk, this.#at] = [value, 0];
      }
      const piece = this.#take(Math.min(missing, this.#chunk.length - this.#at));
      pieces.push(piece);
      missing -= piece.length;
    }
    return joined(pieces, length - missing);
  }

  /** Stops reading; the rest of the stream is given up. A stream that has failed has told so when it was read. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    const piece = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += length;
    return piece;
  }
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
