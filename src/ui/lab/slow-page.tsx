import { ArrowLeft, ArrowRight, Play, StepForward } from 'lucide-react';
import { Fragment, useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
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
import { Pictures } from '../explore/tiles';
import { scaleLimit } from '../inspect/colour-scale';
import { ScaleLegend } from '../inspect/scale-legend';
import { TileCanvas } from '../inspect/tile-canvas';
import { oneTile, signalTiles } from '../inspect/tiles';
import { measured } from './measured';
import prose from './prose.module.css';
import styles from './slow-page.module.css';

/** Side of a thumbnail in CSS pixels. */
const SIDE = 48;
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
            <Content stage={name} preview={preview} after={after} />
          </li>
        ))}
      </ol>
      <div className={`${styles.controls} ${styles.reach}`}>
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
  const chance = measured(language, CHANCE_LEVEL[loss][stage === 'lossG' ? 'lossG' : 'lossD']);
  return (
    <p className={styles.why}>
      <Explained text={t(`lab.slow.why.${stage}`, { chance })} />
    </p>
  );
}

interface ContentProps {
  stage: Stage;
  preview: UpdatePreview;
  after: UpdatePreview | null;
}

function Content({ stage, preview, after }: ContentProps): ReactNode {
  const { t, language } = useTexts();
  const { fakes, fakeScores, reals, realScores, means, from } = preview;
  const ofBatch = t('lab.slow.ofBatch', { count: fakes.count, batch: from.indices.length });
  switch (stage) {
    case 'sampleZ':
      return <Latents preview={preview} />;
    case 'generate':
      return (
        <figure>
          <Pictures images={fakes} side={SIDE} label={t('lab.slow.fake')} />
          <figcaption>{ofBatch}</figcaption>
        </figure>
      );
    case 'reals':
      return reals && (
        <figure>
          <Pictures images={reals} side={SIDE} label={t('lab.slow.real')} />
          <figcaption>{ofBatch}</figcaption>
        </figure>
      );
    case 'scores':
      return (
        <div className={styles.scores}>
          {reals && realScores && <Scored title={t('lab.slow.real')} images={reals} scores={realScores} mean={means.real} />}
          <Scored title={t('lab.slow.fake')} images={fakes} scores={fakeScores} mean={means.fake} />
        </div>
      );
    case 'lossD':
    case 'lossG':
      return <p className={styles.loss} data-testid="slow-loss">{measured(language, preview.loss)}</p>;
    case 'gradientsD':
    case 'gradientsG':
      return <Gradients preview={preview} />;
    case 'back':
      return <PixelGradients preview={preview} />;
    case 'updateD':
    case 'updateG':
      return after && <Effect before={preview} after={after} />;
    default:
      return stage satisfies never;
  }
}

function Latents({ preview: { from, fakes } }: { preview: UpdatePreview }) {
  const { t } = useTexts();
  const zSize = from.z.length / from.indices.length;
  const z = useMemo(() => from.z.subarray(0, fakes.count * zSize), [from, fakes.count, zSize]);
  const tiles = useMemo(() => oneTile(z, fakes.count, zSize), [z, fakes.count, zSize]);
  const limit = useMemo(() => scaleLimit(z), [z]);
  return (
    <figure>
      <TileCanvas tiles={tiles} shown={[0]} grid={{ columns: 1, scale: Math.max(3, Math.floor(384 / zSize)) }} limitOf={() => limit}>
        {t('lab.slow.zLabel')}
      </TileCanvas>
      <figcaption>{t('lab.slow.zLabel')}</figcaption>
      <ScaleLegend limit={limit} />
    </figure>
  );
}

interface ScoredProps {
  title: string;
  images: UpdatePreview['fakes'];
  scores: ArrayLike<number>;
  /** Of the whole batch, of which these are the first. */
  mean: number | null;
}

/** Pictures with D's score under each, and the mean of their batch. */
function Scored({ title, images, scores, mean }: ScoredProps) {
  const { t, language } = useTexts();
  const list = Array.from(scores);
  return (
    <figure>
      <figcaption>
        <strong>{title}</strong> · {t('lab.slow.score')}: {t('lab.slow.mean', { value: measured(language, mean ?? NaN) })}
      </figcaption>
      <div className={styles.scored}>
        {list.map((score, n) => {
          const stride = images.size * images.size * 4;
          const one = { count: 1, size: images.size, rgba: images.rgba.slice(n * stride, (n + 1) * stride) };
          return (
            <span key={`${title}${String(n)}`}>
              <Pictures images={one} side={SIDE} label={title} />
              <span className={styles.score}>{measured(language, Number(score.toFixed(2)))}</span>
            </span>
          );
        })}
      </div>
    </figure>
  );
}

/** The gradient's norm for each layer as bars on one scale. */
function Gradients({ preview: { gradients, from } }: { preview: UpdatePreview }) {
  const { t, language } = useTexts();
  const most = Math.max(...gradients.map(({ norm }) => norm));
  // Backpropagation comes to the last layer first.
  return (
    <dl className={styles.bars} aria-label={t('lab.slow.gradient')}>
      {gradients.toReversed().map(({ layer, norm }) => (
        <Fragment key={layer}>
          <dt>{layer.toUpperCase()}</dt>
          <dd>
            <svg width="160" height="8" aria-hidden>
              <rect width={most > 0 ? (160 * norm) / most : 0} height="8" fill={`var(--${from.turn})`} />
            </svg>
            {measured(language, norm)}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function PixelGradients({ preview: { pixelGradient, fakes } }: { preview: UpdatePreview }) {
  const { t } = useTexts();
  const channels = pixelGradient.length / (fakes.count * fakes.size ** 2);
  // The step that lowers the loss goes against the gradient.
  const tiles = useMemo(() => signalTiles(pixelGradient.map((value) => -value), fakes.size, channels), [pixelGradient, fakes.size, channels]);
  const limit = useMemo(() => scaleLimit(pixelGradient), [pixelGradient]);
  const shown = Array.from({ length: fakes.count }, (_, n) => n);
  return (
    <figure>
      <Pictures images={fakes} side={SIDE} label={t('lab.slow.fake')} />
      <TileCanvas tiles={tiles} shown={shown} grid={{ columns: fakes.count, scale: Math.max(1, Math.round(SIDE / fakes.size)) }} limitOf={() => limit}>
        {t('lab.slow.pixels')}
      </TileCanvas>
      <figcaption>
        {t('lab.slow.pixels')}: {t('gradients.heat')}
      </figcaption>
    </figure>
  );
}

/** The same batch before and after the update: D's scores of it, and the loss. */
function Effect({ before, after }: Record<'before' | 'after', UpdatePreview>) {
  const { t, language } = useTexts();
  const { turn } = before.from;
  const moments = [{ when: 'before', of: before } as const, { when: 'after', of: after } as const];
  return (
    <div className={styles.effect} data-testid="slow-effect">
      {moments.map(({ when, of: { reals, realScores, means } }) =>
        reals && realScores && <Scored key={when} title={`${t('lab.slow.real')}, ${t(`lab.slow.${when}`)}`} images={reals} scores={realScores} mean={means.real} />,
      )}
      {moments.map(({ when, of: { fakes, fakeScores, means } }) => (
        <Scored key={when} title={`${t('lab.slow.fake')}, ${t(`lab.slow.${when}`)}`} images={fakes} scores={fakeScores} mean={means.fake} />
      ))}
      <p>
        {t(turn === 'discriminator' ? 'lab.slow.stage.lossD' : 'lab.slow.stage.lossG')}: <strong>{measured(language, before.loss)}</strong> →{' '}
        <strong>{measured(language, after.loss)}</strong>
      </p>
    </div>
  );
}
