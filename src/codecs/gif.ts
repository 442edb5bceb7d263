import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Palette } from 'gifenc';
import type { Images } from '../core/images';
import { frameOf } from './enlarge';

/** Colours that a GIF can have in one frame. */
const COLOURS = 256;

/** Frames as an endless GIF, `delay` milliseconds each (GIF counts in hundredths of a second). Greys are kept exactly. */
export function encodeGif(frames: Images, delay: number): Uint8Array<ArrayBuffer> {
  const encoder = GIFEncoder();
  const grey = isGrey(frames.rgba);
  for (let n = 0; n < frames.count; n++) {
    // gifenc reads from the start of the buffer, whatever part of it a view shows.
    const rgba = frameOf(frames, n).slice();
    const { palette, index } = grey ? greyFrame(rgba) : colourFrame(rgba);
    // In a grey file the first frame's palette serves them all.
    encoder.writeFrame(index, frames.size, frames.size, {
      palette: grey && n > 0 ? undefined : palette,
      delay,
      repeat: 0,
    });
  }
  encoder.finish();
  return encoder.bytes();
}

function isGrey(rgba: Uint8ClampedArray): boolean {
  for (let i = 0; i < rgba.length; i += 4) if (rgba[i] !== rgba[i + 1] || rgba[i] !== rgba[i + 2]) return false;
  return true;
}

function greyFrame(rgba: Uint8ClampedArray): { palette: Palette; index: Uint8Array } {
  const palette = Array.from({ length: COLOURS }, (_, value) => [value, value, value]);
  return { palette, index: Uint8Array.from({ length: rgba.length / 4 }, (_, i) => rgba[i * 4]!) };
}

function colourFrame(rgba: Uint8ClampedArray): { palette: Palette; index: Uint8Array } {
  const palette = quantize(rgba, COLOURS);
  return { palette, index: applyPalette(rgba, palette) };
}
