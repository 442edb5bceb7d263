import type { Message } from '../core/messages';
import { MessageError } from '../core/messages';
import type { Answer, FromWorker, Params, RequestName, WorkerEvent } from './protocol';

/** The part of a Worker that the client needs; tests give a stand-in. */
export interface WorkerPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  /** Resolves when a worker that has said that it is alive is so no more. */
  gone?: () => Promise<void>;
}

interface Waiting {
  resolve(value: Answer<RequestName>): void;
  reject(error: MessageError): void;
}

/** Speaks the protocol with one worker: typed requests as promises, events to subscribers. */
export class WorkerClient {
  #makePort: () => WorkerPort;
  #port: WorkerPort;
  #nextId = 1;
  #waiting = new Map<number, Waiting>();
  #listeners = new Set<(event: WorkerEvent) => void>();

  constructor(makePort: () => WorkerPort) {
    this.#makePort = makePort;
    this.#port = this.#open();
  }

  /** Asks the worker; rejects with a MessageError that carries the sentence's code. */
  request<N extends RequestName>(name: N, params: Params<N>, transfer: Transferable[] = []): Promise<Answer<N>> {
    const id = this.#nextId++;
    return new Promise<Answer<N>>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#port.postMessage({ id, name, params }, transfer);
    });
  }

  /** Calls `listener` for every event; gives the function that stops it. */
  subscribe(listener: (event: WorkerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the worker and starts another, as after a lost device; what was waiting is rejected with `reason`. */
  restart(reason: Message): void {
    this.#port.terminate();
    this.#rejectAll(reason);
    this.#port = this.#open();
  }

  #open(): WorkerPort {
    const port = this.#makePort();
    const crash = (detail?: string) => {
      // One that was ended on purpose, to be replaced, is missed by nobody.
      if (this.#port !== port) return;
      const message: Message = { code: 'workerCrashed', detail };
      this.#rejectAll(message);
      this.#emit({ type: 'lost', message });
    };
    port.onmessage = ({ data }) => {
      if ('event' in data && data.event.type === 'alive') void port.gone?.().then(() => crash());
      else this.#receive(data);
    };
    port.onerror = (event) => {
      event.preventDefault();
      crash(event.message);
    };
    return port;
  }

  #receive(data: FromWorker): void {
    if ('event' in data) return this.#emit(data.event);
    const waiting = this.#waiting.get(data.id);
    if (!waiting) return;
    this.#waiting.delete(data.id);
    if (data.ok) waiting.resolve(data.value);
    else waiting.reject(new MessageError(data.message.code, data.message.params, data.message.detail));
  }

  #emit(event: WorkerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #rejectAll({ code, params, detail }: Message): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new MessageError(code, params, detail));
    this.#waiting.clear();
  }
}
