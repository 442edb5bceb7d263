import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../core/result';
import { decodeIdx } from './idx';

function encode(dims: number[], data: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dims.length));
  header.setUint8(2, 0x08);
  header.setUint8(3, dims.length);
  dims.forEach((dim, axis) => header.setUint32(4 + 4 * axis, dim));
  return new Uint8Array([...new Uint8Array(header.buffer), ...data]);
}

function outcome(bytes: Uint8Array): string {
  const result = decodeIdx(bytes);
  return result.ok ? 'read' : result.error.code;
}

describe('decodeIdx', () => {
  it('reads a file written by hand', () => {
    const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 255);
    expect(decodeIdx(bytes)).toEqual(ok({ dims: [2, 3], data: Uint8Array.of(10, 20, 30, 40, 50, 255) }));
  });

  it('returns what was encoded, also from the middle of a larger buffer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), (dims) => {
        const data = Uint8Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => (i * 37) & 255);
        const shifted = new Uint8Array([99, ...encode(dims, data)]).subarray(1);
        expect(decodeIdx(shifted)).toEqual(ok({ dims, data }));
      }),
    );
  });

  it('names what is wrong', () => {
    const whole = encode([2, 2], Uint8Array.of(1, 2, 3, 4));
    expect(outcome(whole)).toBe('read');
    expect(outcome(new Uint8Array())).toBe('not-idx');
    expect(outcome(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBe('not-idx');
    expect(outcome(Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 0))).toBe('idx-element-type');
    expect(outcome(whole.subarray(0, 7))).toBe('idx-cut-short');
    expect(outcome(whole.subarray(0, whole.length - 1))).toBe('idx-cut-short');
  });
});
