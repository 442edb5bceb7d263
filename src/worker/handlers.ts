import type { ModelReference } from '../core/run';
import type { Run } from '../train/run';
import type { Jobs } from './jobs';
import type { LatestWins } from './latest';
import type { Answer, Params, RequestName, WorkerEvent } from './protocol';

/** The functions that answer some of the requests; each group of requests has a file of its own. */
export type Handlers<N extends RequestName = RequestName> = {
  [K in N]: (params: Params<K>) => Promise<Answer<K>>;
};

/** What a group of handlers may use of the worker. */
export interface Context {
  /** The run that a reference names; throws the message `runUnknown`. */
  model(reference: ModelReference): Run;
  readonly latest: LatestWins;
  readonly jobs: Jobs;
  emit(event: WorkerEvent, transfer?: Transferable[]): void;
}
