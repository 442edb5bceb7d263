import { expect, it } from 'vitest';
import { tellDevice } from './connect';
import type { WorkerEvent } from './protocol';

it('a lost device and memory that ran out end what computes, any other GPU error is only told', () => {
  const told: WorkerEvent[] = [];
  const { onLost, onError } = tellDevice((event) => told.push(event));
  onLost({ reason: 'unknown', message: 'the driver' });
  onError({ kind: 'out-of-memory', message: 'no room' });
  for (const kind of ['validation', 'internal', 'other'] as const) onError({ kind, message: kind });
  expect(told).toEqual([
    { type: 'lost', message: { code: 'deviceLost', detail: 'the driver' } },
    { type: 'lost', message: { code: 'outOfMemory', detail: 'no room' } },
    ...['validation', 'internal', 'other'].map((detail) => ({ type: 'notice', message: { code: 'gpuError', detail } })),
  ]);
});
