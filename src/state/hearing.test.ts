import { beforeEach, expect, it, vi } from 'vitest';
import { PRESETS } from '../core/presets';
import { Hearing } from './hearing';
import type { HearingParts } from './hearing';
import { createAppStore } from './store';
import type { AppState } from './store';

let store: ReturnType<typeof createAppStore>;
let hearing: Hearing;
const [keep, takenBack, cut, hearLoss, metrics, follow, show] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn()];

beforeEach(() => {
  for (const mock of [keep, takenBack, cut, hearLoss, metrics, follow, show]) mock.mockReset();
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  store.setState({ run: { id: 'mine' } as AppState['run'], connection: 'ready' });
  hearing = new Hearing(parts() as unknown as HearingParts);
});

const parts = () => ({ store, keeping: { keep, takenBack }, recovery: { hearLoss }, pictures: { samples: { set: show } }, metrics, follow });

it('takes to heart only what is said of the run', () => {
  for (const run of ['other', 'mine']) {
    hearing.hear({ type: 'phase', run, phase: 'paused', step: 3 });
    hearing.hear({ type: 'metrics', run, rows: new Float64Array(), imagesPerSecond: 1, msPerStep: 1 });
    hearing.hear({ type: 'samples', run, step: 3, images: { count: 0, size: 1, rgba: new Uint8ClampedArray() }, evidence: {} });
    hearing.hear({ type: 'notice', run, message: { code: 'gpuError' } });
    const times = run === 'mine' ? 1 : 0;
    for (const mock of [keep, metrics, show, follow]) expect(mock).toHaveBeenCalledTimes(times);
    expect(store.getState().notices).toHaveLength(times);
  }
  expect(store.getState()).toMatchObject({ phase: 'paused', step: 3 });
});

it('counts the images that have come, of the run’s data set and of that of the model in view', () => {
  const of = (id: string) => ({ id, loaded: 1, total: 9 }) as AppState['data'];
  store.setState({ data: of('mnist'), viewed: { data: of('emoji'), run: { id: 'seen' } } as AppState['viewed'] });
  hearing.hear({ type: 'data', id: 'emoji', loaded: 9, total: 9 });
  expect(store.getState()).toMatchObject({ data: { loaded: 1 }, viewed: { data: { loaded: 9 } } });
  hearing.hear({ type: 'data', id: 'mnist', loaded: 5, total: 9 });
  expect(store.getState()).toMatchObject({ data: { loaded: 5 }, viewed: { data: { loaded: 9 } } });
});

it('has what keeps the run know of a failure to which step of which run it was taken back', () => {
  hearing = new Hearing({ ...parts(), takenBack: cut } as unknown as HearingParts);
  for (const run of ['other', 'mine']) hearing.hear({ type: 'phase', run, phase: 'failed', step: 3 });
  expect(takenBack).toHaveBeenCalledExactlyOnceWith('mine', 3);
  expect(cut).toHaveBeenCalledExactlyOnceWith(3);
});

it('hears nothing more of a dead device but its loss', () => {
  store.setState({ connection: 'lost' });
  hearing.hear({ type: 'phase', run: 'mine', phase: 'training', step: 9 });
  hearing.hear({ type: 'lost', message: { code: 'deviceLost' } });
  expect(store.getState().step).toBe(0);
  expect(hearLoss).toHaveBeenCalledExactlyOnceWith({ code: 'deviceLost' });
});

it('leaves the pictures of a model that is looked at where they are', () => {
  store.setState({ scrub: { run: 'mine', step: 1 } });
  hearing.hear({ type: 'samples', run: 'mine', step: 3, images: { count: 0, size: 1, rgba: new Uint8ClampedArray() }, evidence: {} });
  expect(show).not.toHaveBeenCalled();
});
