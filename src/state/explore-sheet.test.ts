import { describe, expect, it } from 'vitest';
import type { RenderResult } from '../worker/protocol';
import { SHARE, Sheet } from './explore-sheet';
import { manualClock } from './manual-clock';

const picture = (step: number): RenderResult => ({
  images: { count: 1, size: 1, rgba: new Uint8ClampedArray(4) },
  step,
});

/** A sheet whose drawings end when the test says so. */
function standIn() {
  const clock = manualClock();
  const asked: Float32Array[] = [];
  const waiting: ((result: RenderResult | null) => void)[] = [];
  const render = (z: Float32Array) => {
    asked.push(z);
    return new Promise<RenderResult | null>((resolve) => void waiting.push(resolve));
  };
  const sheet = new Sheet('test', render, clock);
  const answer = async (result: RenderResult | null, took = 0) => {
    clock.advance(took);
    waiting.shift()!(result);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, asked, sheet, answer };
}

const Z = Float32Array.of(1, 2);

describe('a sheet', () => {
  it('draws what it is to show and says which latents and weights the pictures are of', async () => {
    const { sheet, asked, answer } = standIn();
    sheet.show(Z);
    expect(asked).toEqual([Z]);
    await answer(picture(3));
    expect(sheet.slot.value).toMatchObject({ z: Z, step: 3 });
  });

  it('keeps what it has when a drawing was displaced by a newer one', async () => {
    const { sheet, answer } = standIn();
    sheet.show(Z);
    await answer(picture(3));
    sheet.show(Float32Array.of(5));
    await answer(null);
    expect(sheet.slot.value?.z).toBe(Z);
  });

  it('draws nothing that nobody sees, and is empty when there is nothing to show', async () => {
    const { sheet, asked, answer } = standIn();
    sheet.show(Z);
    sheet.show(null);
    await answer(picture(1));
    expect(sheet.slot.value).toBeNull();
    sheet.follow();
    expect(asked).toHaveLength(1);
    sheet.show(Z);
    await answer(picture(2));
    sheet.show(new Float32Array(0));
    expect(sheet.slot.value).toBeNull();
  });

  it('follows training at once when drawing is quick', async () => {
    const { sheet, asked, answer } = standIn();
    sheet.show(Z);
    await answer(picture(1));
    sheet.follow();
    sheet.follow();
    expect(asked).toHaveLength(3);
  });

  it('leaves training most of the time when drawing is slow, and still catches up with the last weights', async () => {
    const { sheet, asked, answer, clock } = standIn();
    sheet.show(Z);
    await answer(picture(1), 500);
    const rest = 500 / SHARE - 500;
    for (let n = 0; n < 10; n++) {
      sheet.follow();
      clock.advance(rest / 10 - 1);
    }
    clock.advance(9);
    expect(asked).toHaveLength(1);
    clock.advance(1);
    expect(asked).toHaveLength(2);
    await answer(picture(9));
    expect(sheet.slot.value?.step).toBe(9);
  });
});
