import { formatDuration } from '../../i18n/text';
import { timeLeft } from '../../state/store';
import type { AppState } from '../../state/store';
import { dataName } from '../common/data-name';
import { useApp, useMedia, usePhone, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import styles from './status-line.module.css';

/** What the run is doing, in words: "training · step 1,240 of 5,000 · 310 images/s · 2 min left". */
export function StatusLine() {
  const texts = useTexts();
  const { t } = texts;
  const phone = usePhone();
  const roomy = useMedia('(width >= 1360px)');
  // Where there is little room the transport's own count of steps has to do, and on a phone the time that is left.
  const words = useApp((state) => statusWords(state, texts, { steps: roomy, speed: !phone }));
  const phase = useApp((state) => state.phase);
  // A phone has no room for the choice of data and preset.
  const owner = useApp((state) => ownerWords(state, t, phone));
  const [first, ...rest] = words;
  return (
    <p className={styles.status} data-phase={phase}>
      <span className={styles.mark} aria-hidden />
      <span>
        {owner !== null && `${owner}: `}
        <strong>{first}</strong>
        {rest.map((word) => ` · ${word}`).join('')}
      </span>
    </p>
  );
}

/** Whose state the line tells, `named` or where the page also shows another model or the settings of another run; else null. */
function ownerWords(state: AppState, t: Texts['t'], named: boolean): string | null {
  const { run, viewed, draft } = state;
  if (!run || state.waiting) return null;
  const data = dataName(run.dataId, t);
  if (viewed || draft.dataId !== run.dataId) return t('status.ownRun', { data });
  return named ? data : null;
}

/** What a status line has room for beside the phase and the time that is left. */
interface StatusRoom {
  steps: boolean;
  speed: boolean;
}

/** The parts of the status line, the first of which names the phase. */
function statusWords(state: AppState, { language, t }: Texts, room: StatusRoom): string[] {
  const { connection, waiting, run, phase, progress, step, imagesPerSecond, starting } = state;
  if (connection === 'connecting') return [t('status.connecting')];
  if (waiting === 'data') return [t('status.loadingData', { data: dataName(state.draft.dataId, t) })];
  if (waiting === 'networks') return [t('status.building')];
  if (!run) return [t('status.noRun')];
  if (phase === 'compiling')
    return [t('phase.compiling'), ...(progress && progress.total > 1 ? [t('status.compilingOf', progress)] : [])];
  const words = [starting && phase !== 'training' ? t('status.stepping') : t(`phase.${phase}`)];
  if (room.steps) words.push(t('status.stepOf', { step, steps: run.config.steps }));
  if (phase !== 'training') return words;
  if (room.speed && imagesPerSecond > 0) words.push(t('status.images', { count: Number(imagesPerSecond.toPrecision(3)) }));
  const left = timeLeft(state);
  if (left !== null) words.push(t('status.left', { time: formatDuration(language, left) }));
  return words;
}
