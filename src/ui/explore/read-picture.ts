import type { Images } from '../../core/images';
import { fail, succeed } from '../../core/messages';
import type { Result } from '../../core/messages';

/** An image file as a picture of `size` x `size`: its middle square, on white where it is transparent. */
export async function readPicture(file: File, size: number): Promise<Result<Images>> {
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
  return succeed({ count: 1, size, rgba: new Uint8ClampedArray(context.getImageData(0, 0, size, size).data) });
}
