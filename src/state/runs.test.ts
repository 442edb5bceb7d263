import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptList } from '../core/kept-run';
import { MessageError } from '../core/messages';
import { PRESETS } from '../core/presets';
import type { WorkerClient } from '../worker/client';
import { manualClock } from './manual-clock';
import { asFrames, Runs } from './runs';
import type { Session } from './session';
import { Slot } from './slot';
import { createAppStore } from './store';

const grid = (value: number, size = 2) => ({ count: 64, size, rgba: new Uint8ClampedArray(64 * size * size * 4).fill(value) });
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

let asked: [string, { step?: number; steps?: readonly number[] }][];
let viewed: unknown[];
let refused: boolean;
let runs: Runs;
let clock: ReturnType<typeof manualClock>;
let store: ReturnType<typeof createAppStore>;
let samples: Slot<unknown>;

beforeEach(() => {
  [asked, viewed, refused] = [[], [], false];
  clock = manualClock();
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  samples = new Slot<unknown>(null);
  const list: KeptList = { runs: [], bytes: 0, budget: 1 };
  const request = async (name: string, params: { step?: number; steps?: readonly number[] }) => {
    asked.push([name, params]);
    if (refused) throw new MessageError('keptUnknown', { step: 3 });
    if (name === 'keptSamples') return params.steps!.map((step) => grid(step));
    if (name === 'keptFile') return { bytes: Uint8Array.of(params.step!) };
    if (name === 'encodeFrames') return { bytes: Uint8Array.of(9), type: 'image/gif' };
    return list;
  };
  const session = {
    store,
    pictures: { samples },
    view: async (...given: unknown[]) => void viewed.push(given),
    viewRun: async () => store.setState({ scrub: null }),
  } as unknown as Session;
  runs = new Runs({ client: { request } as unknown as WorkerClient, session, clock });
});

describe('the timeline', () => {
  it('shows the samples of every place at once, and opens only the model of the last', async () => {
    for (const step of [1, 2, 3]) await runs.look({ run: 'a', step, name: 'digits' });
    expect(samples.value).toMatchObject({ step: 3, images: grid(3) });
    expect(store.getState().scrub).toEqual({ run: 'a', step: 3 });
    expect(viewed).toEqual([]);
    clock.advance(300);
    await settled();
    expect(viewed).toEqual([[Uint8Array.of(3), { kind: 'kept', name: 'digits', kept: { run: 'a', step: 3 } }]]);
  });

  it('opens nothing once it is back at now', async () => {
    await runs.look({ run: 'a', step: 1, name: '' });
    await runs.now();
    clock.advance(300);
    await settled();
    expect(viewed).toEqual([]);
    expect(store.getState().scrub).toBeNull();
  });

  it('says when a checkpoint is gone', async () => {
    refused = true;
    await runs.look({ run: 'a', step: 3, name: '' });
    expect(store.getState().notices[0]?.messages[0]?.code).toBe('keptUnknown');
  });

  it('becomes a film of one square picture for each checkpoint', async () => {
    const checkpoints = [1, 5].map((step) => ({ step, bytes: 1, distance: null, saved: 1 }));
    const run = { id: 'a', name: '', created: 1, dataId: 'mnist', config: PRESETS.tiny, from: null, checkpoints };
    const film = await runs.film(run);
    expect(film).toMatchObject({ type: 'image/gif', size: 1 });
    const [, params] = asked.find(([name]) => name === 'encodeFrames')!;
    expect(params).toMatchObject({ frames: { count: 2, size: 16 }, format: 'gif' });
  });
});

it('frames are the grids in rows of eight', () => {
  const frames = asFrames([grid(1), grid(2)]);
  expect([frames.count, frames.size, frames.rgba.length]).toEqual([2, 16, 2 * 16 * 16 * 4]);
  expect([frames.rgba[0], frames.rgba.at(-1)]).toEqual([1, 2]);
});

it('a file larger than a page can hold is refused before it is read', async () => {
  const file = { name: 'big.dcgan', size: 3e9, arrayBuffer: () => Promise.reject(new Error('read')) } as unknown as File;
  await runs.open(file);
  expect(store.getState().notices[0]?.messages[0]).toMatchObject({
    code: 'fileTooLarge',
    params: { file: 'big.dcgan', megabytes: 3000, limit: 2000 },
  });
});
