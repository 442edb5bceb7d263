import type { BackendSummary } from '../../worker/protocol';
import type { Texts } from '../common/hooks';

/** What a backend computes on: the GPU as the browser names it, or the CPU in the person's own language. */
export function adapterName({ backend, adapter, threads }: BackendSummary, t: Texts['t']): string {
  if (backend === 'cpu') return t('badge.javascript');
  if (backend === 'wasm') return threads === 1 ? t('badge.oneThread') : t('badge.someThreads', { count: threads });
  return adapter || t('badge.unnamed');
}
