import { ArrowLeft, ArrowRight, Play, StepForward } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { NetworkName } from '../../core/architecture';
import type { UpdatePreview } from '../../core/lab-reports';
import { CHANCE_LEVEL } from '../../core/metrics';
import type { StepPart } from '../../core/metrics';
import { SlowMotion, STAGES } from '../../state/lab-slow';
import type { Stage } from '../../state/lab-slow';
import { lab } from '../../state/lab-app';
import { Button } from '../common/button';
import { Explained } from '../common/explained';
import { useApp, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Select } from '../common/select';
import { useKeptFocus } from './focus';
import { useOwnUntrained } from './hooks';
import { steady } from './measured';
import prose from './prose.module.css';
import styles from './slow-page.module.css';
import { StageContent } from './slow-stage';

const PARTS: readonly StepPart[] = ['both', 'discriminator', 'generator'];
/** The passes through the networks; the other stages make none. */
const PASSES: Partial<Record<Stage, 'forward' | 'backward'>> = {
  generate: 'forward',
  scores: 'forward',
  lossD: 'forward',
  lossG: 'forward',
  gradientsD: 'backward',
  back: 'backward',
  gradientsG: 'backward',
};

/** One update of the page's own run in numbered stages, each with its tensors. */
export function SlowPage() {
  const { t, message } = useTexts();
  const state = useStore(lab.slow.store);
  const { part, preview, busy, problem } = state;
  const ready = useApp(({ run, phase }) => run !== null && phase !== 'lost');
  const untrained = useOwnUntrained();
  return (
    <article className={prose.article}>
      <h2>{t('lab.slow.title')}</h2>
      <p className={prose.lead}>
        <RichText text="lab.slow.intro" />
      </p>
      <div className={styles.controls}>
        <Select
          aria-label={t('transport.part')}
          value={part}
          options={PARTS.map((value) => ({ value, text: t(`part.${value}`) }))}
          onPick={(value) => lab.slow.setPart(value)}
        />
        {!preview && (
          <Button tone="strong" icon={Play} inactive={busy || !ready} onClick={() => void lab.slow.begin()}>
            {t('lab.slow.begin')}
          </Button>
        )}
      </div>
      {problem && <p role="alert">{message(problem)}</p>}
      {untrained && <p className={styles.hint}>{t('lab.slow.untrained')}</p>}
      {preview ? (
        <>
          <Place part={part} turn={preview.from.turn} />
          <Turn preview={preview} />
        </>
      ) : (
        <Outlook part={part} />
      )}
    </article>
  );
}

const turnsOf = (part: StepPart) => (['discriminator', 'generator'] as const).filter((turn) => part === 'both' || part === turn);

/** Where in the step one is: all stages of the turns that belong to it, and the number of the one that is shown. */
function Place({ part, turn: current }: { part: StepPart; turn: NetworkName }) {
  const { t } = useTexts();
  const at = useStore(lab.slow.store, ({ stage }) => stage);
  const turns = turnsOf(part);
  return (
    <nav className={styles.place} aria-label={t('lab.slow.place')} data-testid="slow-place">
      {turns.map((turn, n) => {
        const before = turns.indexOf(current);
        const done = n < before ? STAGES[turn].length : n === before ? at : 0;
        return (
          <div key={turn} data-network={turn} data-current={turn === current || undefined}>
            <p>
              <strong>{t(`lab.slow.of.${turn}`)}</strong>{' '}
              {turn === current && t('lab.slow.at', { n: at + 1, count: STAGES[turn].length })}
            </p>
            <ol>
              {STAGES[turn].map((stage: Stage, i) => (
                <li key={stage} data-done={i < done || undefined} aria-current={turn === current && i === at ? 'step' : undefined}>
                  {t(`lab.slow.stage.${stage}`)}
                </li>
              ))}
            </ol>
          </div>
        );
      })}
    </nav>
  );
}

/** The stages to come, in their order, before there is anything to show of them. */
function Outlook({ part }: { part: StepPart }) {
  const { t } = useTexts();
  return (
    <div className={styles.outlook}>
      {turnsOf(part).map((turn) => (
        <section key={turn} className={styles.turn} data-network={turn}>
          <h3>{t(`lab.slow.outlook.${turn}`)}</h3>
          <ol className={styles.names}>
            {STAGES[turn].map((stage: Stage) => (
              <li key={stage}>
                {t(`lab.slow.stage.${stage}`)}
                <Pass stage={stage} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Turn({ preview }: { preview: UpdatePreview }) {
  const { t } = useTexts();
  const state = useStore(lab.slow.store);
  const { stage, after, busy } = state;
  const { turn, step } = preview.from;
  const stages: readonly Stage[] = STAGES[turn];
  const reached = useRef<HTMLLIElement>(null);
  const place = useKeptFocus<HTMLDivElement>(`${turn} ${stage} ${String(after !== null)}`);
  // Buttons under the stages stay in reach by themselves; what an update did comes after its stage.
  useEffect(() => {
    reached.current?.scrollIntoView({ block: 'nearest' });
  }, [stage, after]);
  const beforeLast = stage === stages.length - 2 && !after;
  return (
    <section className={styles.turn} data-network={turn} aria-label={t(`lab.slow.turn.${turn}`, { step })}>
      <h3>{t(`lab.slow.turn.${turn}`, { step })}</h3>
      <ol className={styles.stages}>
        {stages.slice(0, stage + 1).map((name, n) => (
          <li key={name} aria-current={n === stage ? 'step' : undefined} ref={n === stage ? reached : undefined}>
            <h4>
              {n + 1}. {t(`lab.slow.stage.${name}`)}
              <Pass stage={name} />
            </h4>
            <Why stage={name} />
            <StageContent stage={name} preview={preview} after={after} />
          </li>
        ))}
      </ol>
      <div ref={place} tabIndex={-1} className={`${styles.controls} ${styles.reach}`}>
        <Button icon={ArrowLeft} tone="quiet" inactive={stage === 0} onClick={() => lab.slow.back()}>
          {t('lab.slow.back')}
        </Button>
        {after && stage === stages.length - 1 ? (
          <Button tone="strong" icon={ArrowRight} inactive={busy} onClick={() => void (SlowMotion.goesOn(state) ? lab.slow.secondTurn() : lab.slow.begin())}>
            {t(SlowMotion.goesOn(state) ? 'lab.slow.second' : 'lab.slow.again')}
          </Button>
        ) : (
          <Button
            icon={beforeLast ? StepForward : ArrowRight}
            tone={beforeLast ? 'strong' : 'outlined'}
            inactive={busy || stage === stages.length - 1}
            onClick={() => void lab.slow.next()}
          >
            {t(beforeLast ? 'lab.slow.make' : 'lab.slow.next')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Which way a stage goes through the networks, if it does. */
function Pass({ stage }: { stage: Stage }) {
  const { t } = useTexts();
  const pass = PASSES[stage];
  return pass && <small>{t(`lab.slow.${pass}`)}</small>;
}

function Why({ stage }: { stage: Stage }) {
  const { t, language } = useTexts();
  const loss = useApp(({ run, draft }) => (run ?? draft).config.loss);
  const chance = steady(language, CHANCE_LEVEL[loss][stage === 'lossG' ? 'lossG' : 'lossD']);
  return (
    <p className={styles.why}>
      <Explained text={t(`lab.slow.why.${stage}`, { chance })} />
    </p>
  );
}
