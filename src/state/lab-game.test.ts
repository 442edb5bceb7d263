import { describe, expect, it } from 'vitest';
import type { Quiz } from '../core/lab-reports';
import { PRESETS } from '../core/presets';
import { WorkerClient } from '../worker/client';
import type { WorkerPort } from '../worker/client';
import type { RequestMessage } from '../worker/protocol';
import { DiscriminatorGame, ROUND, ROUND_SECONDS } from './lab-game';
import { manualClock } from './manual-clock';
import { createAppStore } from './store';

const quiz: Quiz = {
  images: { count: ROUND, size: 1, rgba: new Uint8ClampedArray(4 * ROUND) },
  real: Array.from({ length: ROUND }, (_, n) => n % 2 === 0),
  // D takes the first three quarters rightly.
  scores: Float32Array.from({ length: ROUND }, (_, n) => (n % 2 === 0) === n < 15 ? 0.9 : 0.1),
  step: 40,
};

function newGame() {
  const seeds: number[] = [];
  const port: WorkerPort = {
    postMessage: (message) => {
      const { id, params } = message as Extract<RequestMessage, { name: 'quiz' }>;
      seeds.push(params.seed);
      queueMicrotask(() => port.onmessage?.({ data: { id, ok: true, value: quiz } } as MessageEvent));
    },
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  store.setState({ run: { id: 'run-1' } as never });
  const clock = manualClock();
  return { game: new DiscriminatorGame({ client: new WorkerClient(() => port), session: { store }, clock }), clock, seeds };
}

describe('playing the discriminator', () => {
  it('counts right answers of the person and of D on the same pictures', async () => {
    const { game, seeds } = newGame();
    await game.start();
    for (let n = 0; n < ROUND; n++) game.answer(n < 10);
    const { phase, results } = game.store.getState();
    expect(phase).toBe('done');
    expect(results).toEqual([{ step: 40, person: 0.5, discriminator: 0.75 }]);
    game.answer(true);
    expect(game.store.getState().answers).toHaveLength(ROUND);
    await game.start();
    expect(seeds).toEqual([1, 2]);
  });

  it('ends with the clock; what was not answered is not right', async () => {
    const { game, clock } = newGame();
    await game.start();
    game.answer(true);
    game.answer(false);
    clock.advance((ROUND_SECONDS - 1) * 1000);
    expect(game.store.getState()).toMatchObject({ phase: 'playing', secondsLeft: 1 });
    clock.advance(1000);
    expect(game.store.getState()).toMatchObject({ phase: 'done', results: [{ person: 0.1 }] });
  });
});
