import { Pause, Play, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { EXPERIMENT_IDS, EXPERIMENTS } from '../../core/experiments';
import type { Experiment, ExperimentId } from '../../core/experiments';
import { PRESETS } from '../../core/presets';
import { SETTINGS } from '../../core/settings';
import { ALIKE, differsFromPaper, VERDICT_STEPS } from '../../core/verdict';
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
  const answer = useRef<HTMLParagraphElement>(null);
  const before = useRef(phase);
  useEffect(() => {
    // In a low window the answer comes below the edge; one that was there before stays where it is.
    if (before.current === 'training' && phase === 'done') answer.current?.scrollIntoView({ block: 'nearest' });
    before.current = phase;
  }, [phase]);
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
      {phase === 'done' && <VerdictSection answer={answer} />}
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
        <p className={styles.judged}>{t('lab.exp.judged', { percent: ALIKE * 100 })}</p>
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

function Controls() {
  const { t, language } = useTexts();
  const expected = useExpected();
  const { phase, step, steps, seed } = useExperiment(({ phase, step, steps, seed }) => ({ phase, step, steps, seed }));
  const { experiment } = lab;
  const place = useKeptFocus<HTMLDivElement>(phase);
  const left = useTrainingTime('present', steps - step);
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
        <Further />
      ) : (
        <Button tone="quiet" icon={X} onClick={() => void experiment.cancel()}>
          {t('lab.exp.cancel')}
        </Button>
      )}
      <progress max={steps} value={step} aria-label={t('lab.exp.progress', { step, steps })} />
      <output className={styles.progress}>
        {phase === 'preparing' ? t('lab.exp.preparing') : t('lab.exp.progress', { step, steps })}
        {phase === 'paused' && ` · ${t('lab.exp.paused')}`}
        {phase === 'training' && left !== null && ` · ${t('status.left', { time: formatDuration(language, left) })}`}
        {` · ${t('lab.exp.seed')} ${seed}`}
      </output>
      {phase !== 'done' && <p className={styles.expected}>{t('lab.exp.expected', { prediction: expected })}</p>}
    </div>
  );
}

/** What can be done after what was seen: asked again, for longer, with another seed or with larger networks. */
function Further() {
  const { t, language } = useTexts();
  const { id, steps, seed, preset, verdict } = useExperiment(({ id, steps, seed, preset, verdict }) => ({ id, steps, seed, preset, verdict }));
  const early = verdict?.early ?? false;
  const { unclaimed }: Experiment = EXPERIMENTS[id];
  const more = LAB_STEPS.filter((count) => count > steps);
  // What the paper saw in long trainings takes the longest one here to show, if it does.
  const longer = early ? VERDICT_STEPS : verdict && !unclaimed && differsFromPaper(verdict) ? more.at(-1) : more[0];
  const longerMs = useTrainingTime('present', longer ?? 0);
  const largerMs = useTrainingTime('class', steps);
  const timed = (text: string, ms: number | null) => (ms === null ? text : t('lab.exp.timed', { text, time: formatDuration(language, ms) }));
  return (
    <>
      <Button icon={RotateCcw} onClick={() => void lab.experiment.cancel()}>
        {t('lab.exp.again')}
      </Button>
      {longer !== undefined && (
        <Button tone={early ? 'strong' : 'quiet'} icon={early ? Play : undefined} onClick={() => void restart({ steps: longer })}>
          {timed(t('lab.exp.longer', { steps: longer }), longerMs)}
        </Button>
      )}
      {!early && (
        <Button tone="quiet" onClick={() => void restart({ seed: seed + 1 })}>
          {t('lab.exp.otherSeed')}
        </Button>
      )}
      {!early && preset === 'tiny' && (
        <Button tone="quiet" onClick={() => void restart({ preset: 'class' })}>
          {timed(t('lab.exp.larger', { preset: t('preset.class') }), largerMs)}
        </Button>
      )}
    </>
  );
}

/** Begins the experiment once more with other settings and the same prediction. */
async function restart(settings: Parameters<typeof lab.experiment.set>[0]): Promise<void> {
  const { experiment } = lab;
  const { prediction } = experiment.store.getState();
  if (prediction === null) return;
  await experiment.cancel();
  experiment.set(settings);
  experiment.predict(prediction);
  await experiment.start();
}

/**
 * How long `count` steps of all runs take here, in milliseconds, as runs of that size have shown: in an experiment, or for
 * the size `class` in the page's own run. Null where none has.
 */
function useTrainingTime(size: 'present' | 'class', count: number): number | null {
  const { id, preset, stepMs } = useExperiment(({ id, preset, stepMs }) => ({ id, preset, stepMs }));
  const wanted = size === 'present' ? preset : size;
  const own = useApp(({ run, msPerStep }) => {
    const same = (['imageSize', 'baseFilters', 'batchSize', 'kernel'] as const).every((key) => run?.config[key] === PRESETS[wanted][key]);
    return same && msPerStep > 0 ? msPerStep : null;
  });
  const ms = stepMs[wanted] ?? own;
  return ms === null ? null : ms * count * EXPERIMENTS[id].variants.length;
}
