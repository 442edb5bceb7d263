import { readFile } from 'node:fs/promises';
import type { StepperFactory } from '../train/run';
import { TfjsStepper } from '../train/tfjs-stepper';
import { exploreHandlers } from './explore-handlers';
import { inspectHandlers } from './inspect-handlers';
import { labHandlers } from './lab-handlers';
import { messageOf } from './message-of';
import type { FromWorker, RequestMessage } from './protocol';
import { TrainerService } from './service';

/** A worker's end of the protocol in the same thread, as a client takes it. */
export interface TestPort {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const builtData = async (path: string) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${path}`, import.meta.url)));

/**
 * The worker's own service and handlers behind a port in this thread, on the tfjs backend of the moment and the built
 * data: what a client hears is what it would hear in the page. For tests in Node.
 */
export function servicePort(makeStepper: StepperFactory = (trainee) => new TfjsStepper(trainee)): TestPort {
  const post = (message: FromWorker) => port.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  const service = new TrainerService({
    connect: async () => {
      throw new Error('the backend is started by the test');
    },
    makeStepper,
    fetchFile: builtData,
    emit: (event) => post({ event }),
    now: () => performance.now(),
    isLost: () => false,
  });
  const handlers = Object.assign(service, exploreHandlers(service), inspectHandlers(service), labHandlers(service));
  const answer = async ({ id, name, params }: RequestMessage) => {
    try {
      const handler = (handlers as unknown as Partial<Record<string, (given: unknown) => Promise<never>>>)[name];
      if (!handler) throw new Error(`the test port does not answer ${name}`);
      post({ id, ok: true, value: await handler(params) });
    } catch (error) {
      post({ id, ok: false, message: messageOf(error) });
    }
  };
  const port: TestPort = {
    postMessage: (message) => void answer(message as RequestMessage),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  return port;
}
