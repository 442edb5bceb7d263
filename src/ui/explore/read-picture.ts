import type { Images } from '../../core/images';
import { fail, succeed } from '../../core/messages';
import type { Result } from '../../core/messages';

/**
 * An image file as a model of `size` x `size` and so many channels sees it: its middle square, on white where it is
 * transparent, and grey where the model knows no colours.
 */
export async function readPicture(file: File, size: number, channels: number): Promise<Result<Images>> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (error) {
    return fail('pictureNotRead', { file: file.name }, String(error));
  }
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'white';
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = 'high';
  const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  context.drawImage(bitmap, x, y, side, side, 0, 0, size, size);
  bitmap.close();
  const rgba = new Uint8ClampedArray(context.getImageData(0, 0, size, size).data);
  return succeed({ count: 1, size, rgba: channels === 1 ? greyed(rgba) : rgba });
}

/** The mean of the three colours, as a grey model is fed. */
function greyed(rgba: Uint8ClampedArray<ArrayBuffer>): Uint8ClampedArray<ArrayBuffer> {
  return rgba.map((value, i) => {
    const pixel = i - (i % 4);
    return i % 4 === 3 ? value : (rgba[pixel]! + rgba[pixel + 1]! + rgba[pixel + 2]!) / 3;
  });
}
