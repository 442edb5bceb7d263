import { expect, it } from 'vitest';
import { manualClock } from '../../state/manual-clock';
import { DrawInTurn } from './draw-in-turn';

it('draws one a frame, each as often as it asked since its last turn at most', () => {
  const clock = manualClock();
  const turns = new DrawInTurn(clock);
  const drawn: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => () => void drawn.push(name)) as [() => void, () => void, () => void];
  for (const draw of [a, b, c, a, b]) turns.ask(draw);
  clock.nextFrame();
  expect(drawn).toEqual(['a']);
  turns.ask(a);
  turns.forget(c);
  for (let n = 0; n < 5; n++) clock.nextFrame();
  expect(drawn).toEqual(['a', 'b', 'a']);
});

it('goes on after a drawing that failed', () => {
  const clock = manualClock();
  const turns = new DrawInTurn(clock);
  const drawn: string[] = [];
  turns.ask(() => {
    throw new Error('no canvas');
  });
  turns.ask(() => void drawn.push('b'));
  expect(() => clock.nextFrame()).toThrow('no canvas');
  clock.nextFrame();
  expect(drawn).toEqual(['b']);
});
