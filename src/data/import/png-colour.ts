/**
 * Chunks of a PNG that say "as sRGB has it" in numbers (PNG specification, third edition, 11.3.2.5): gamma 1/2.2, and the
 * primaries and white point of sRGB. Many programs write them by default. A browser that takes the gamma by its word makes
 * dark tones darker, since sRGB's own curve is another near black.
 */
const SRGB: Record<string, readonly number[]> = {
  gAMA: [45455],
  cHRM: [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000],
};

/**
 * A PNG's bytes without the chunks that describe sRGB by numbers, so that its pixels come out as they are stored; unchanged
 * where it describes another colour space, or an embedded profile does. The PNG is one whose chunks are all there.
 */
export function withoutSrgbNumbers(png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let from = 0;
  for (let at = 8, end; at + 12 <= png.length; at = end) {
    const length = view.getUint32(at);
    end = at + 12 + length;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    // All that describes colour comes before the pixels.
    if (type === 'IDAT') break;
    if (type === 'iCCP') return [png];
    const srgb = SRGB[type];
    if (!srgb) continue;
    if (length !== 4 * srgb.length || srgb.some((value, i) => view.getUint32(at + 8 + 4 * i) !== value)) return [png];
    kept.push(png.subarray(from, at));
    from = end;
  }
  return [...kept, png.subarray(from)];
}
