import { describe, expect, it } from 'vitest';
import { manualClock } from './manual-clock';
import { Pulse } from './pulse';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A pulse whose every beat takes `cost` ms, and the times at which its beats began. */
function beating(cost: number, rate = { ms: 1000, share: 1 / 7 }) {
  const clock = manualClock();
  const beats: number[] = [];
  const work = async () => {
    beats.push(clock.now());
    await new Promise<void>((resolve) => clock.later(resolve, cost));
  };
  const pulse = new Pulse(work, rate, clock);
  const run = async (ms: number, every: number) => {
    for (let time = 0; time < ms; time += every) {
      pulse.ask();
      clock.advance(every);
      await settled();
    }
  };
  return { beats, pulse, run, clock };
}

describe('a pulse', () => {
  it('beats at once and then at its rate, however often it is asked', async () => {
    const { beats, run } = beating(10);
    await run(3500, 50);
    expect(beats).toEqual([0, 1000, 2000, 3000]);
  });

  it('rests so that its work takes at most its share of the time', async () => {
    const { beats, run } = beating(500);
    await run(15_000, 50);
    const [first, second, third] = beats;
    expect(second! - first!).toBeGreaterThanOrEqual(3500);
    expect(third! - second!).toBeGreaterThanOrEqual(3500);
    expect(beats.length * 500).toBeLessThanOrEqual(15_000 / 7 + 500);
  });

  it('makes up for what was asked while it worked, by one beat', async () => {
    const { beats, pulse, clock } = beating(100, { ms: 0, share: 1 });
    pulse.ask();
    pulse.ask();
    pulse.ask();
    for (let n = 0; n < 6; n++) {
      clock.advance(50);
      await settled();
    }
    expect(beats).toEqual([0, 100]);
  });

  it('stands still without a rate and takes up again with one', async () => {
    const { beats, pulse, run } = beating(10);
    pulse.setRate(null);
    await run(2000, 100);
    expect(beats).toEqual([]);
    pulse.setRate({ ms: 250, share: 1 });
    await run(600, 50);
    expect(beats).toEqual([2000, 2250, 2500]);
  });
});
