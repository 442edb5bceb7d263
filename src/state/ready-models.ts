import type { MessageCode } from '../core/messages';
import { notify } from './notices';
import type { Session } from './session';

/** The ready-made models that come with the page, by their files' names. */
export const READY_MODELS = ['mnist', 'fashion-mnist', 'emoji-faces'] as const;
export type ReadyModel = (typeof READY_MODELS)[number];

/** What looking at ready-made models needs from the page. */
export interface ReadyParts {
  session: Pick<Session, 'store' | 'view'>;
  /** Reads a file beside the page; rejects where it cannot be had. */
  fetchFile: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Looks at a ready-made model under the name that the person knows it by; says so where its file cannot be had. */
export async function viewReadyModel({ session, fetchFile }: ReadyParts, id: ReadyModel, name: string): Promise<void> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await fetchFile(`models/${id}.dcgan`);
  } catch (error) {
    const code: MessageCode = 'readyUnreachable';
    return notify(session.store, [{ code, params: { name }, detail: error instanceof Error ? error.message : String(error) }]);
  }
  await session.view(bytes, { kind: 'shipped', name });
}
