import { expect, it } from 'vitest';
import type { Message } from '../core/messages';
import { DEFAULT_CONFIG } from '../core/presets';
import { dismissOnTurning, dismissOver, notify } from './notices';
import { createAppStore } from './store';

const lowered = (id: string, count: number): Message => ({ code: 'batchLowered', params: { id, batch: 64, count } });
const run = (dataId: string, batchSize: number) => ({ dataId, config: { ...DEFAULT_CONFIG, batchSize } });

/** The codes of the messages that still stand once `dataId` with that batch is the current run. */
function left(messages: readonly Message[], dataId: string, batchSize = 64): string[] {
  const store = createAppStore({ preset: 'tiny', dataId, config: DEFAULT_CONFIG });
  for (const message of messages) notify(store, [message]);
  dismissOver(store, run(dataId, batchSize));
  return store.getState().notices.flatMap(({ messages: told }) => told.map(({ code }) => code));
}

it('a lowered batch is told as long as the run that has it is there', () => {
  expect(left([lowered('own:1', 8)], 'own:1', 8)).toEqual(['batchLowered']);
  expect(left([lowered('own:1', 8)], 'mnist', 8)).toEqual([]);
  expect(left([lowered('own:1', 8)], 'own:1', 16)).toEqual([]);
});

it('a set that is missing is told until a run has it', () => {
  const missing: Message = { code: 'ownUnknown', params: { id: 'own:1' } };
  expect(left([missing], 'mnist')).toEqual(['ownUnknown']);
  expect(left([missing], 'own:1')).toEqual([]);
});

it('what went wrong with a run is told until another takes its place, and what has nothing to do with runs stays', () => {
  expect(left([{ code: 'notFinite' }, { code: 'dataTooFew' }, { code: 'keepStorage' }], 'mnist')).toEqual(['keepStorage']);
});

it('what was refused is told until another view is shown, what else is wrong beyond', () => {
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: DEFAULT_CONFIG });
  dismissOnTurning(store);
  notify(store, [{ code: 'pinsNotRead' }]);
  notify(store, [{ code: 'latentLength' }, { code: 'keepQuota' }]);
  notify(store, [{ code: 'deviceLost' }]);
  const told = () => store.getState().notices.map(({ messages }) => messages[0]?.code);
  store.setState({ step: 3 });
  expect(told()).toEqual(['pinsNotRead', 'latentLength', 'deviceLost']);
  store.setState({ view: 'lab' });
  expect(told()).toEqual(['latentLength', 'deviceLost']);
});
