import { History, Play, SlidersHorizontal } from 'lucide-react';
import { ruleOfAction } from '../../actions/registry';
import type { StepPart } from '../../core/metrics';
import { session } from '../../state/app';
import { isTraining, moreSteps, pendingChanges, scrubbedStep } from '../../state/store';
import type { AppState } from '../../state/store';
import { ActionButton } from '../common/action-button';
import { Button, IconButton } from '../common/button';
import { useApp, usePhone, useTexts, useWide } from '../common/hooks';
import { Timeline } from './timeline';
import styles from './transport.module.css';

/** Train and pause, single steps, slow motion, reset, and how far the run is; in reach of every view. */
export function Transport() {
  const { t } = useTexts();
  const phone = usePhone();
  const wide = useWide();
  const slow = useApp((state) => state.slow);
  const training = useApp(isTraining);
  const more = useApp(stepsOffered);
  const form = phone ? 'icon' : 'text';
  return (
    <section className={styles.bar} aria-label={t('transport.label')}>
      <div className={styles.group}>
        {!(phone && (training || more > 0)) && (
          <ActionButton id="train" form={form} tone="strong" className={phone ? styles.strongIcon : undefined} />
        )}
        {(!phone || training) && <ActionButton id="pause" form={form} />}
        {more > 0 && <MoreSteps count={more} short={phone} />}
      </div>
      <div className={styles.joined}>
        <ActionButton id="step" form={form} className={styles.step} />
        <StepParts />
      </div>
      <div className={styles.group}>
        <ActionButton id="slow" form="icon" pressed={slow} />
        <ActionButton id="reset" form={form} tone="quiet" />
        {!wide && <SettingsButton />}
      </div>
      <Progress />
    </section>
  );
}

/** The steps that a run which has made all of its own is offered: as many more as a new one makes. Else none. */
function stepsOffered(state: AppState): number {
  const { run, step, phase, starting } = state;
  const done = run !== null && step >= run.config.steps && !starting && !isTraining(state) && phase !== 'lost';
  return done && ruleOfAction(state, 'train') === null ? moreSteps(step) - step : 0;
}

function MoreSteps({ count, short }: { count: number; short: boolean }) {
  const { t } = useTexts();
  const label = t('transport.more', { count });
  return (
    <Button
      tone="strong"
      icon={short ? undefined : Play}
      className={styles.more}
      aria-label={label}
      onClick={() => void session.trainMore()}
    >
      {short ? t('transport.moreShort', { count }) : label}
    </Button>
  );
}

const PARTS: readonly { part: StepPart; short: string }[] = [
  { part: 'both', short: 'D+G' },
  { part: 'discriminator', short: 'D' },
  { part: 'generator', short: 'G' },
];

function StepParts() {
  const { t } = useTexts();
  const chosen = useApp((state) => state.part);
  const rule = useApp((state) => ruleOfAction(state, 'step'));
  if (rule === 'hidden') return null;
  return (
    <fieldset className={styles.parts} disabled={rule === 'locked'}>
      <legend className="visually-hidden">{t('transport.part')}</legend>
      {PARTS.map(({ part, short }) => (
        <label key={part} className={styles.part} title={t(`part.${part}`)}>
          <input
            type="radio"
            name="step-part"
            className="visually-hidden"
            checked={chosen === part}
            onChange={() => session.setPart(part)}
            aria-label={t(`part.${part}`)}
          />
          <span aria-hidden>{short}</span>
        </label>
      ))}
    </fieldset>
  );
}

function SettingsButton() {
  const { t } = useTexts();
  const changed = useApp(pendingChanges) > 0;
  return (
    <IconButton
      icon={SlidersHorizontal}
      label={t('action.settings')}
      className={changed ? styles.marked : undefined}
      onClick={() => session.store.setState({ dialog: 'settings' })}
    />
  );
}

function Progress() {
  const { t } = useTexts();
  const { step, at, phase, progress, steps } = useApp((state) => ({
    step: state.step,
    at: scrubbedStep(state),
    phase: state.phase,
    progress: state.progress,
    steps: state.run?.config.steps ?? state.draft.config.steps,
  }));
  const compiling = phase === 'compiling' && progress !== null;
  return (
    <div className={styles.progress}>
      {compiling ? (
        <progress
          className={styles.track}
          aria-label={t('phase.compiling')}
          max={Math.max(1, progress.total)}
          value={progress.done}
        />
      ) : (
        <Timeline />
      )}
      <p className={styles.count}>
        {at !== null && <span>{t('timeline.seeing', { step: at })} · </span>}
        <strong data-testid="step-count">{step}</strong>
        <span> / {steps}</span>
      </p>
      <IconButton
        icon={History}
        label={t('runs.open')}
        onClick={() => session.store.setState({ dialog: 'runs' })}
      />
    </div>
  );
}
