import { describe, expect, it } from 'vitest';
import { debounce, perFrame, throttle } from './timing';
import { manualClock } from './manual-clock';

describe('timing', () => {
  it('gathers calls into one a frame', () => {
    const clock = manualClock();
    let runs = 0;
    const draw = perFrame(() => runs++, clock);
    draw();
    draw();
    expect(runs).toBe(0);
    clock.nextFrame();
    clock.nextFrame();
    expect(runs).toBe(1);
    draw();
    clock.nextFrame();
    expect(runs).toBe(2);
  });

  it('runs a throttled action at once, then no oftener than told, and never loses the last call', () => {
    const clock = manualClock();
    const at: number[] = [];
    const read = throttle(() => at.push(clock.now()), 100, clock);
    read();
    clock.advance(30);
    read();
    read();
    clock.advance(500);
    read();
    expect(at).toEqual([0, 100, 530]);
  });

  it('runs a debounced action once calls have ceased', () => {
    const clock = manualClock();
    const at: number[] = [];
    const settle = debounce(() => at.push(clock.now()), 100, clock);
    settle();
    clock.advance(60);
    settle();
    clock.advance(60);
    expect(at).toEqual([]);
    clock.advance(60);
    expect(at).toEqual([160]);
  });
});
