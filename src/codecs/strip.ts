import { tileSheet } from '../core/images';
import type { Images } from '../core/images';
import { encodePng } from './png';

/** Frames side by side in one row, edge to edge, as a PNG file. */
export function encodeStrip(frames: Images): Uint8Array<ArrayBuffer> {
  const { rgba, width, height } = tileSheet(frames, frames.count);
  return encodePng(rgba, width, height);
}
