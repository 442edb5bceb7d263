import { expect, it } from 'vitest';
import { WorkerClient } from './client';
import type { WorkerPort } from './client';
import type { FromWorker, WorkerEvent } from './protocol';

/** Ports that never answer, each of which can be ended from outside. */
function silentPorts() {
  const ends: (() => void)[] = [];
  const ports: WorkerPort[] = [];
  const make = (): WorkerPort => {
    const gone = new Promise<void>((resolve) => ends.push(resolve));
    const port: WorkerPort = { postMessage: () => {}, terminate: () => {}, onmessage: null, onerror: null, gone: () => gone };
    ports.push(port);
    return port;
  };
  const say = (n: number, event: WorkerEvent) => ports[n]?.onmessage?.({ data: { event } } as MessageEvent<FromWorker>);
  return { make, ends, say, ports };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('tells of a worker that is gone without a word, and refuses what waits for it', async () => {
  const { make, ends, say } = silentPorts();
  const client = new WorkerClient(make);
  const heard: WorkerEvent[] = [];
  client.subscribe((event) => heard.push(event));
  say(0, { type: 'alive' });
  const waiting = client.request('keptRuns', {});
  ends[0]?.();
  await expect(waiting).rejects.toMatchObject({ userMessage: { code: 'workerCrashed' } });
  expect(heard).toEqual([{ type: 'lost', message: { code: 'workerCrashed', detail: undefined } }]);
});

it('says nothing of a worker that was replaced on purpose, nor of an error in its remains', async () => {
  const { make, ends, say, ports } = silentPorts();
  const client = new WorkerClient(make);
  const heard: WorkerEvent[] = [];
  client.subscribe((event) => heard.push(event));
  say(0, { type: 'alive' });
  client.restart({ code: 'deviceLost' });
  ends[0]?.();
  ports[0]?.onerror?.({ preventDefault: () => {}, message: 'late' } as ErrorEvent);
  await settled();
  expect(heard).toEqual([]);
});
