import { Pause, Play, RotateCcw, X } from 'lucide-react';
import { EXPERIMENT_IDS, EXPERIMENTS } from '../../core/experiments';
import type { ExperimentId } from '../../core/experiments';
import { PRESETS } from '../../core/presets';
import { SETTINGS } from '../../core/settings';
import { VERDICT_STEPS } from '../../core/verdict';
import { formatDuration } from '../../i18n/text';
import { lab } from '../../state/lab-app';
import { LAB_PRESETS, LAB_STEPS } from '../../state/lab-experiment';
import type { LabPreset } from '../../state/lab-experiment';
import { Button } from '../common/button';
import { Explained } from '../common/explained';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { dataName } from '../common/data-name';
import styles from './experiments-page.module.css';
import { ExperimentRuns } from './experiment-runs';
import { useKeptFocus } from './focus';
import { expectationOf, numbersOf, useExpected, useExperiment, useRunNames } from './hooks';
import { VerdictSection } from './verdict-section';

/** The ready-made experiments: a list, and the one at hand from its question to what was seen. */
export function ExperimentsPage() {
  const { t } = useTexts();
  const phone = usePhone();
  const id = useExperiment((state) => state.id);
  const choose = (next: ExperimentId) => void lab.experiment.choose(next);
  return (
    <div className={styles.page}>
      {phone ? (
        <Select
          aria-label={t('lab.exp.list')}
          value={id}
          options={EXPERIMENT_IDS.map((each) => ({ value: each, text: t(`lab.exp.${each}.title`, numbersOf(each)) }))}
          onPick={choose}
        />
      ) : (
        <ul className={styles.list} aria-label={t('lab.exp.list')}>
          {EXPERIMENT_IDS.map((each) => (
            <li key={each}>
              <button type="button" aria-pressed={each === id} onClick={() => choose(each)}>
                {t(`lab.exp.${each}.title`, numbersOf(each))}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ExperimentCard />
    </div>
  );
}

/** One experiment: its question, a prediction, the runs, and what was seen. Other pages show it too. */
export function ExperimentCard() {
  const { t, message } = useTexts();
  const { id, phase, problem } = useExperiment(({ id, phase, problem }) => ({ id, phase, problem }));
  return (
    <article className={styles.experiment} data-testid="lab-experiment">
      <header className={styles.head}>
        <h2>{t(`lab.exp.${id}.question`, numbersOf(id))}</h2>
        <p className={styles.look}>
          <Explained text={t(`lab.exp.${id}.look`, numbersOf(id))} />
        </p>
      </header>
      {problem && <p role="alert">{message(problem)}</p>}
      {phase === 'asking' ? <Asking /> : <Controls />}
      {phase !== 'asking' && <ExperimentRuns />}
      {phase === 'done' && <VerdictSection />}
    </article>
  );
}

function Asking() {
  const { t } = useTexts();
  const { id, prediction } = useExperiment(({ id, prediction }) => ({ id, prediction }));
  const names = useRunNames(id);
  const place = useKeptFocus<HTMLFieldSetElement>(id);
  const data = useApp(({ run, draft }) => dataName((run ?? draft).dataId, t));
  const ready = useApp((state) => state.connection === 'ready');
  const options = [...names.map((run, n) => ({ value: n, text: t(expectationOf(names), { run }) })), { value: 'alike' as const, text: t('lab.exp.alike') }];
  return (
    <>
      <fieldset ref={place} tabIndex={-1} className={styles.predictions}>
        <legend>{t('lab.exp.predict')}</legend>
        {options.map(({ value, text }) => (
          <label key={value}>
            <input type="radio" name="prediction" checked={prediction === value} onChange={() => lab.experiment.predict(value)} />
            {text}
          </label>
        ))}
      </fieldset>
      <Settings />
      <div className={styles.start}>
        <Button tone="strong" icon={Play} inactive={prediction === null || !ready} onClick={() => void lab.experiment.start()}>
          {t('lab.exp.start')}
        </Button>
        <p>
          {prediction === null
            ? t('lab.exp.needsPrediction')
            : `${t('lab.exp.about', { count: EXPERIMENTS[id].variants.length, data })} ${t('lab.exp.mainPaused')}`}
        </p>
      </div>
    </>
  );
}

function Settings() {
  const { t } = useTexts();
  const { preset, steps, seed } = useExperiment(({ preset, steps, seed }) => ({ preset, steps, seed }));
  const { min, max } = SETTINGS.seed;
  return (
    <div className={styles.settings}>
      <label>
        {t('lab.exp.size')}
        <Select<LabPreset>
          value={preset}
          options={LAB_PRESETS.map((value) => ({ value, text: t(`preset.${value}`) }))}
          onPick={(value) => lab.experiment.set({ preset: value })}
        />
      </label>
      <label>
        {t('lab.exp.steps')}
        <Select
          value={String(steps)}
          options={LAB_STEPS.map((value) => ({ value: String(value), text: value < VERDICT_STEPS ? t('lab.exp.firstLook', { steps: value }) : String(value) }))}
          onPick={(value) => lab.experiment.set({ steps: Number(value) })}
        />
      </label>
      <label>
        {t('lab.exp.seed')}
        <input
          type="number"
          min={min}
          max={max}
          value={seed}
          onChange={({ target: { valueAsNumber: value } }) => {
            if (Number.isInteger(value) && value >= min && value <= max) lab.experiment.set({ seed: value });
          }}
        />
      </label>
    </div>
  );
}

/** How long a step of the size `class` takes here, in milliseconds, where the page's own run has that size and has told. */
function useClassStepMs(): number | null {
  return useApp(({ run, msPerStep }) => {
    const same = (['imageSize', 'baseFilters', 'batchSize', 'kernel'] as const).every((key) => run?.config[key] === PRESETS.class[key]);
    return same && msPerStep > 0 ? msPerStep : null;
  });
}

function Controls() {
  const { t, language } = useTexts();
  const expected = useExpected();
  const { id, phase, step, steps, seed, preset, msPerStep, early } = useExperiment(({ id, phase, step, steps, seed, preset, msPerStep, verdict }) => ({
    id,
    phase,
    step,
    steps,
    seed,
    preset,
    msPerStep,
    early: verdict?.early ?? false,
  }));
  const longer = LAB_STEPS.find((more) => more > steps);
  const { experiment } = lab;
  const place = useKeptFocus<HTMLDivElement>(phase);
  const runs = EXPERIMENTS[id].variants.length;
  const takes = (count: number, ms: number | null) => (ms === null ? null : formatDuration(language, count * runs * ms));
  const classMs = useClassStepMs();
  const timed = (text: string, time: string | null) => (time === null ? text : t('lab.exp.timed', { text, time }));
  const again = async (settings: Parameters<typeof experiment.set>[0] | null) => {
    const { prediction } = experiment.store.getState();
    await experiment.cancel();
    if (settings === null || prediction === null) return;
    experiment.set(settings);
    experiment.predict(prediction);
    await experiment.start();
  };
  return (
    <div ref={place} tabIndex={-1} className={styles.controls}>
      {phase === 'training' && (
        <Button icon={Pause} onClick={() => void experiment.pause()}>
          {t('lab.exp.pause')}
        </Button>
      )}
      {phase === 'paused' && (
        <Button tone="strong" icon={Play} onClick={() => void experiment.resume()}>
          {t('lab.exp.resume')}
        </Button>
      )}
      {phase === 'done' ? (
        <>
          <Button icon={RotateCcw} onClick={() => void again(null)}>
            {t('lab.exp.again')}
          </Button>
          {early ? (
            <Button tone="strong" icon={Play} onClick={() => void again({ steps: VERDICT_STEPS })}>
              {timed(t('lab.exp.longer', { steps: VERDICT_STEPS }), takes(VERDICT_STEPS, msPerStep))}
            </Button>
          ) : (
            <>
              <Button tone="quiet" onClick={() => void again({ seed: seed + 1 })}>
                {t('lab.exp.otherSeed')}
              </Button>
              {longer !== undefined && (
                <Button tone="quiet" onClick={() => void again({ steps: longer })}>
                  {timed(t('lab.exp.longer', { steps: longer }), takes(longer, msPerStep))}
                </Button>
              )}
              {preset === 'tiny' && (
                <Button tone="quiet" onClick={() => void again({ preset: 'class' })}>
                  {timed(t('lab.exp.larger', { preset: t('preset.class') }), takes(steps, classMs))}
                </Button>
              )}
            </>
          )}
        </>
      ) : (
        <Button tone="quiet" icon={X} onClick={() => void experiment.cancel()}>
          {t('lab.exp.cancel')}
        </Button>
      )}
      <progress max={steps} value={step} aria-label={t('lab.exp.progress', { step, steps })} />
      <output className={styles.progress}>
        {phase === 'preparing' ? t('lab.exp.preparing') : t('lab.exp.progress', { step, steps })}
        {phase === 'paused' && ` · ${t('lab.exp.paused')}`}
        {phase === 'training' && msPerStep !== null && ` · ${t('status.left', { time: takes(steps - step, msPerStep) ?? '' })}`}
        {` · ${t('lab.exp.seed')} ${seed}`}
      </output>
      {phase !== 'done' && <p className={styles.expected}>{t('lab.exp.expected', { prediction: expected })}</p>}
    </div>
  );
}
