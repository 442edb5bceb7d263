import { fail, ok, type Result } from '../../core/result';
import type { SkipReason } from '../../core/own-images';
import { Gate } from './gate';
import { readImageHeader } from './image-header';
import { withoutSrgbNumbers } from './png-colour';
import { toSquare, type RowReader, type SquareOptions } from './square';

/** The most pixels that a picture may have: four times what large cameras make, and 800 MB when decoded. */
export const MOST_PIXELS = 200e6;
/** The most pixels of pictures that are decoded at the same time, where there is more than one: two of a large camera. */
const PIXELS_AT_ONCE = 50e6;
/** The most pixels that are read from a decoded picture at a time. */
const BAND_PIXELS = 1 << 20;
/** The widest canvas that every browser makes. */
const WIDEST_CANVAS = 4096;

/** Turns the bytes of one picture into RGB, `size` x `size` x 3. */
export type PictureDecoder = (
  bytes: Uint8Array<ArrayBuffer>,
  options: SquareOptions,
) => Promise<Result<Uint8Array, SkipReason>>;

/**
 * A decoder that leaves reading the format to the browser: it turns upright what EXIF says lies on its side, converts
 * profiles, CMYK, palettes and 16 bits to sRGB, and gives an animation's first frame. One canvas serves all pictures.
 */
export function browserDecoder(): PictureDecoder {
  const canvas = new OffscreenCanvas(1, 1);
  // Kept in main memory: everything drawn is read back at once.
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const gate = new Gate(PIXELS_AT_ONCE);
  return async (bytes, options) => {
    const header = readImageHeader(bytes);
    if (!header.ok) return header;
    const { format, width, height } = header.value;
    if (width * height > MOST_PIXELS) return fail('tooLarge', `The picture has ${width} x ${height} pixels.`);
    return gate.pass(width * height, async () => {
      let bitmap: ImageBitmap;
      try {
        bitmap = await createImageBitmap(new Blob(format === 'png' ? withoutSrgbNumbers(bytes) : [bytes]), { imageOrientation: 'from-image' });
      } catch (error) {
        return fail('undecodable', 'The browser cannot decode the picture.', error);
      }
      try {
        return ok(toSquare(bitmap.width, bitmap.height, options, rowsFrom(bitmap, canvas, context, options)));
      } finally {
        bitmap.close();
      }
    });
  };
}

function rowsFrom(
  bitmap: ImageBitmap,
  canvas: OffscreenCanvas,
  context: OffscreenCanvasRenderingContext2D,
  { background }: SquareOptions,
): RowReader {
  const read = (x: number, y: number, width: number, height: number) => {
    if (canvas.width < width) canvas.width = width;
    if (canvas.height < height) canvas.height = height;
    // Drawing over an opaque ground is what keeps colours hidden under transparent pixels from ever showing.
    context.fillStyle = `rgb(${background.join(' ')})`;
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, x, y, width, height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  return function* readRows({ x, y, width, height }) {
    const band = Math.min(height, Math.max(1, Math.floor(BAND_PIXELS / width)));
    for (let top = 0; top < height; top += band) {
      const rows = Math.min(band, height - top);
      yield width <= WIDEST_CANVAS ? read(x, y + top, width, rows) : readWide(x, y + top, width, rows);
    }
  };

  function readWide(x: number, y: number, width: number, height: number): Uint8ClampedArray {
    const whole = new Uint8ClampedArray(width * height * 4);
    for (let left = 0; left < width; left += WIDEST_CANVAS) {
      const part = Math.min(WIDEST_CANVAS, width - left);
      const pixels = read(x + left, y, part, height);
      for (let row = 0; row < height; row++)
        whole.set(pixels.subarray(row * part * 4, (row + 1) * part * 4), (row * width + left) * 4);
    }
    return whole;
  }
}
