import { Fragment, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Images } from '../../core/images';
import type { UpdatePreview } from '../../core/lab-reports';
import { lab } from '../../state/lab-app';
import { SlowMotion } from '../../state/lab-slow';
import type { Stage } from '../../state/lab-slow';
import { useApp, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { useTile } from '../explore/hooks';
import { Pictures } from '../explore/tiles';
import { scaleLimit } from '../inspect/colour-scale';
import { ScaleLegend } from '../inspect/scale-legend';
import { TileCanvas } from '../inspect/tile-canvas';
import { greatestOf, oneTile, signalTiles } from '../inspect/tiles';
import type { Tiles } from '../inspect/tiles';
import { measured, steady } from './measured';
import styles from './slow-page.module.css';

/** Side of a thumbnail in CSS pixels. */
const SIDE = 48;
/** The brightest level of a pixel. */
const WHITE = 255;

interface StageContentProps {
  stage: Stage;
  preview: UpdatePreview;
  after: UpdatePreview | null;
}

/** What there is of one stage of an update: its tensors as small pictures, and its numbers. */
export function StageContent({ stage, preview, after }: StageContentProps): ReactNode {
  const { t, language } = useTexts();
  const { fakes, reals, from } = preview;
  const batch = from.indices.length;
  const ofBatch = t(fakes.count < batch ? 'lab.slow.ofBatch' : 'lab.slow.wholeBatch', { count: fakes.count, batch });
  switch (stage) {
    case 'sampleZ':
      return <Latents preview={preview} />;
    case 'generate':
      return (
        <figure>
          <Row images={fakes} label={t('lab.slow.fake')} />
          <figcaption>{ofBatch}</figcaption>
        </figure>
      );
    case 'reals':
      return reals && (
        <figure>
          <Row images={reals} label={t('lab.slow.real')} />
          <figcaption>{ofBatch}</figcaption>
        </figure>
      );
    case 'scores':
      return (
        <div className={styles.scores}>
          <Scored of="real" preview={preview} />
          <Scored of="fake" preview={preview} />
        </div>
      );
    case 'lossD':
    case 'lossG':
      return (
        <figure>
          <p className={styles.loss} data-testid="slow-loss">
            {steady(language, preview.loss)}
          </p>
          <figcaption>{t('lab.slow.overBatch', { batch })}</figcaption>
        </figure>
      );
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
      <TileCanvas tiles={tiles} shown={[0]} grid={{ columns: 1, scale: Math.max(3, Math.floor(384 / zSize)) }} limitOf={() => limit} style={{ maxWidth: '100%', height: 'auto' }}>
        {t('lab.slow.zLabel')}
      </TileCanvas>
      <figcaption>{t('lab.slow.zLabel')}</figcaption>
      <ScaleLegend limit={limit} />
    </figure>
  );
}

interface ScoredProps {
  of: 'real' | 'fake';
  preview: UpdatePreview;
  /** Where the same pictures are shown twice. */
  when?: 'before' | 'after';
}

/** Pictures with D's score under each, and the mean of their whole batch. */
function Scored({ of, preview, when }: ScoredProps) {
  const { t, language } = useTexts();
  const { fakes, fakeScores, reals, realScores, means, from } = preview;
  const [images, scores] = of === 'real' ? [reals, realScores] : [fakes, fakeScores];
  if (!images || !scores) return null;
  const title = when ? `${t(`lab.slow.${of}`)}, ${t(`lab.slow.${when}`)}` : t(`lab.slow.${of}`);
  return (
    <figure>
      <figcaption>
        <strong>{title}</strong> · {t('lab.slow.score')}: {t('lab.slow.mean', { value: steady(language, means[of] ?? NaN), batch: from.indices.length })}
      </figcaption>
      <div className={styles.scored}>
        {Array.from(scores, (score, n) => (
          <span key={`${title}${String(n)}`}>
            <Pictures images={oneOf(images, n)} side={SIDE} label={title} />
            <span className={styles.score}>{steady(language, score)}</span>
          </span>
        ))}
      </div>
    </figure>
  );
}

/** Pictures side by side, in as many rows as they need. */
function Row({ images, label }: { images: Images; label: string }) {
  return (
    <div className={styles.scored}>
      {Array.from({ length: images.count }, (_, n) => (
        <Pictures key={`${label}${String(n)}`} images={oneOf(images, n)} side={SIDE} label={label} />
      ))}
    </div>
  );
}

function oneOf({ size, rgba }: Images, n: number): Images {
  const stride = size * size * 4;
  return { count: 1, size, rgba: rgba.slice(n * stride, (n + 1) * stride) };
}

/** The gradient's norm for each layer as bars on one scale. */
function Gradients({ preview: { gradients, from } }: { preview: UpdatePreview }) {
  const { t, language } = useTexts();
  const most = Math.max(...gradients.map(({ norm }) => norm));
  const rate = useApp(({ run }) => run?.config[from.turn === 'generator' ? 'learningRateG' : 'learningRateD']);
  // Backpropagation comes to the last layer first.
  return (
    <figure>
      <figcaption>{t('lab.slow.gradient')}</figcaption>
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
      {rate !== undefined && (
        <p className={styles.why}>
          <RichText text="lab.slow.adam" params={{ rate: measured(language, rate) }} />
        </p>
      )}
    </figure>
  );
}

function PixelGradients({ preview: { pixelGradient, fakes } }: { preview: UpdatePreview }) {
  const { t } = useTexts();
  const channels = pixelGradient.length / (fakes.count * fakes.size ** 2);
  // The step that lowers the loss goes against the gradient.
  const tiles = useMemo(() => signalTiles(pixelGradient.map((value) => -value), fakes.size, channels), [pixelGradient, fakes.size, channels]);
  return (
    <figure>
      <figcaption>
        {t('lab.slow.pixels')}: {t('gradients.heat')}
      </figcaption>
      <Signals images={fakes} tiles={tiles} label={t('lab.slow.pixels')} />
    </figure>
  );
}

/** How the update has changed the brightness of the pictures shown, in levels of 0 to 255. */
function Change({ before, after }: Record<'before' | 'after', UpdatePreview>) {
  const { t } = useTexts();
  const { size } = after.fakes;
  const tiles = useMemo(() => {
    const [was, is] = [before.fakes.rgba, after.fakes.rgba];
    const light = (at: number) => (is[at]! - was[at]! + is[at + 1]! - was[at + 1]! + is[at + 2]! - was[at + 2]!) / 3;
    return signalTiles(Float32Array.from({ length: is.length / 4 }, (_, n) => light(4 * n)), size, 1);
  }, [before, after, size]);
  return (
    <figure>
      <figcaption>{t('lab.slow.change', { white: WHITE })}</figcaption>
      <Signals tiles={tiles} label={t('lab.slow.change', { white: WHITE })} />
    </figure>
  );
}

interface SignalsProps {
  /** The pictures that the signals are of, shown over them. */
  images?: Images;
  tiles: Tiles;
  label: string;
}

/** A signal at every pixel of some pictures, as large as pictures are here, with its scale. */
function Signals({ images, tiles, label }: SignalsProps) {
  const { t } = useTexts();
  const { side } = useTile(SIDE);
  const all = useMemo(() => Array.from({ length: tiles.count }, (_, n) => n), [tiles.count]);
  const limit = useMemo(() => greatestOf(tiles, all), [tiles, all]);
  return (
    <>
      <div className={styles.scored}>
        {all.map((n) => (
          <span key={`${label}${String(n)}`} className={styles.signal}>
            {images && <Pictures images={oneOf(images, n)} side={SIDE} label={t('lab.slow.fake')} />}
            <TileCanvas tiles={tiles} shown={[n]} grid={{ columns: 1, scale: side / tiles.width }} limitOf={() => limit}>
              {label}
            </TileCanvas>
          </span>
        ))}
      </div>
      <ScaleLegend limit={limit} />
    </>
  );
}

/** The same batch before and after the update: D's scores of it, and the loss; of G's what it has changed, too. */
function Effect({ before, after }: Record<'before' | 'after', UpdatePreview>) {
  const { t, language } = useTexts();
  const { turn } = before.from;
  const half = useStore(lab.slow.store, (state) => SlowMotion.goesOn(state));
  const [was, is] = [before, after].map(({ means }) => means.fake ?? NaN) as [number, number];
  const moments = [{ when: 'before', preview: before } as const, { when: 'after', preview: after } as const];
  return (
    <div className={styles.effect} data-testid="slow-effect">
      {(['real', 'fake'] as const).flatMap((of) => moments.map((moment) => <Scored key={of + moment.when} of={of} {...moment} />))}
      {turn === 'generator' && <Change before={before} after={after} />}
      <p>
        {t(turn === 'discriminator' ? 'lab.slow.stage.lossD' : 'lab.slow.stage.lossG')}: <strong>{steady(language, before.loss)}</strong> →{' '}
        <strong>{steady(language, after.loss)}</strong>
      </p>
      {turn === 'discriminator' && is > was && <p className={styles.why}>{t('lab.slow.against', { before: steady(language, was), after: steady(language, is) })}</p>}
      {half && <p className={styles.why}>{t('lab.slow.half')}</p>}
    </div>
  );
}
