import { parseDataId } from '../core/data-id';
import { isOwnId } from '../core/own-images';
import type { StepKind } from '../core/run';
import type { BackendSummary } from '../worker/protocol';
import type { Dealings } from './dealings';
import { messageOf, notify } from './notices';

/** What a page connects with. */
export interface ConnectionWish {
  /** The page's own URL, which the data lie beside. */
  base: string;
  /** Whether this page itself is kept from WebGPU, whatever its worker may have. */
  pageLacksWebGpu(): Promise<boolean>;
  /** What the address asks for. */
  backend?: string;
  step?: StepKind;
}

/** Starts a backend in the worker and finds out what data there are; rejects where nothing can compute. */
export async function connect(dealings: Dealings, wish: ConnectionWish): Promise<void> {
  const { client, store } = dealings;
  const backend = await start(dealings, wish);
  const builtIn = await client.request('builtInSets', {});
  const dataIds = builtIn.map(({ id }) => id);
  store.setState({ backend, builtIn, dataIds, connection: 'ready' });
  // Says why WebGPU was passed over, where it was not the person's own choice.
  const webgpu = backend.passedOver.find((passed) => passed.backend === 'webgpu');
  if (webgpu) notify(store, [webgpu.message], 'webgpu');
  refuseUnknownData(dealings, dataIds);
}

async function start({ client, store }: Dealings, wish: ConnectionWish): Promise<BackendSummary> {
  const { base, backend, step } = wish;
  try {
    const summary = await client.request('connect', { base, backend, step });
    if (backend !== undefined || summary.backend !== 'webgpu') return summary;
    if (!(await wish.pageLacksWebGpu())) return summary;
    // A policy or an extension that takes WebGPU from the page means it, though workers may slip through.
    client.restart({ code: 'noAdapter' });
    const without = await client.request('connect', { base, backend: 'wasm', step });
    return { ...without, passedOver: [{ backend: 'webgpu', message: { code: 'noAdapter' } }] };
  } catch (error) {
    if (backend === undefined) throw error;
    notify(store, [{ ...messageOf(error), code: 'backendUnavailable', params: { backend } }]);
    return client.request('connect', { base, step });
  }
}

function refuseUnknownData({ store }: Dealings, dataIds: readonly string[]): void {
  const { draft } = store.getState();
  const [first] = dataIds;
  // Whether a set of one's own is kept here shows when it is loaded.
  if (first === undefined || isOwnId(draft.dataId) || dataIds.includes(parseDataId(draft.dataId).set)) return;
  notify(store, [{ code: 'dataUnknown', params: { id: draft.dataId, options: dataIds.join(', ') } }]);
  store.setState({ draft: { ...draft, dataId: first } });
}
