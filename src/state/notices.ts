import { parseDataId } from '../core/data-id';
import { FILE_REFUSALS, MessageError } from '../core/messages';
import type { Message, MessageCode } from '../core/messages';
import type { RunSummary } from '../core/run';
import type { AppStore, Notice } from './store';

/** Messages that only inform; all others say that something went wrong. */
const INFORMS: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'batchLowered',
  'importSampled',
  'kernelSelfTestFailed',
  'planNotCovered',
  'backendUnavailable',
  'noWebGpuApi',
  'noAdapter',
  'runElsewhere',
  'stepsRaised',
  'resetKept',
  'dataChanged',
]);

/** What a person gave was refused and nothing changed: told until they turn to something else. */
const REFUSES: ReadonlySet<MessageCode> = new Set<MessageCode>([
  ...FILE_REFUSALS,
  'fileNotZip',
  'importNothing',
  'latentNotNumbers',
  'latentLength',
  'pinsNotRead',
  'pinsTooMany',
  'clipboardRefused',
  'directionEnds',
  'directionNone',
  'pictureNotRead',
]);

let made = 0;

/** Shows messages in one notice; the same messages are not shown twice at a time. */
export function notify(store: AppStore, messages: readonly Message[], offer?: Notice['offer']): void {
  if (messages.length === 0) return;
  const same = (notice: Notice) => sentencesOf(notice.messages) === sentencesOf(messages);
  const { notices } = store.getState();
  if (notices.some(same)) return;
  const tone = messages.every(({ code }) => INFORMS.has(code)) ? 'info' : 'urgent';
  store.setState({ notices: [...notices, { id: ++made, messages, tone, offer }] });
}

/** Takes a notice away. */
export function dismiss(store: AppStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Takes away the notices that begin with a message whose time is over. */
export function dismissCode(store: AppStore, code: MessageCode): void {
  store.setState(({ notices }) => ({ notices: notices.filter(({ messages }) => messages[0]?.code !== code) }));
}

/** Takes away what was refused whenever another view is shown. */
export function dismissOnTurning(store: AppStore): void {
  store.subscribe(({ view, notices }, before) => {
    if (view === before.view) return;
    const stays = ({ messages }: Notice) => messages.some(({ code }) => !REFUSES.has(code));
    if (!notices.every(stays)) store.setState({ notices: notices.filter(stays) });
  });
}

/** Takes away the notices that begin with what is over now that `run` is the current one. */
export function dismissOver(store: AppStore, run: Pick<RunSummary, 'dataId' | 'config'>): void {
  const stays = ({ messages: [first] }: Notice) => first === undefined || !isOver(first, run);
  store.setState(({ notices }) => (notices.every(stays) ? {} : { notices: notices.filter(stays) }));
}

function isOver({ code, params = {} }: Message, { dataId, config }: Pick<RunSummary, 'dataId' | 'config'>): boolean {
  const sameSet = parseDataId(String(params.id)).set === parseDataId(dataId).set;
  switch (code) {
    case 'batchLowered':
      return !sameSet || params.count !== config.batchSize;
    // The set that was missed has come.
    case 'ownUnknown':
      return sameSet;
    // Of a run that has been replaced, or of one that could not be made.
    case 'notFinite':
    case 'dataChanged':
    case 'dataGone':
    case 'dataTooFew':
      return true;
    default:
      return false;
  }
}

/** What to tell of anything that was thrown: a MessageError's own message, else that it was unexpected. */
export function messageOf(error: unknown): Message {
  if (error instanceof MessageError) return error.userMessage;
  return { code: 'unexpected', detail: error instanceof Error ? error.message : String(error) };
}

function sentencesOf(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ code, params }) => [code, params]));
}
