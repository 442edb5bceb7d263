import { Dices, Pause, Play } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { drawLatents } from '../../core/latent';
import { INTERPOLATIONS } from '../../core/interpolation';
import type { Interpolation } from '../../core/interpolation';
import { splitLatents } from '../../core/latent-space';
import { RandomStream } from '../../core/random';
import { findJumps, frameDistances, PAPER_STOPS, walkLatents } from '../../core/walk';
import { explore, session } from '../../state/app';
import { fillSlot } from '../../state/explore-pins';
import { setLatent } from '../../state/latents';
import { Button, IconButton } from '../common/button';
import { Explained } from '../common/explained';
import { useLatents, useSlot, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import panel from '../common/panel.module.css';
import { Curve } from './curve';
import { useExplore, usePrior, useRendered } from './hooks';
import { LatentList } from './latent-list';
import { SaveWalk } from './save-walk';
import { Tiles } from './tiles';
import { WalkStrip } from './walk-strip';
import styles from './tools.module.css';

/** Side of the walk's picture in CSS pixels. */
const SIDE = 160;
/** The keys by which a slider is moved. */
const SCRUB_KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']);

/** A walk along a list of latents: played, scrubbed, measured and saved. */
export function WalkTool() {
  const { t } = useTexts();
  const prior = usePrior();
  const stops = useLatents((state) => state.slots.stops);
  const { walkSteps, interpolation } = useExplore(({ walkSteps: steps, interpolation: kind }) => ({
    walkSteps: steps,
    interpolation: kind,
  }));
  const kind = interpolation ?? explore.interpolation;
  const latents = useMemo(
    () => (stops.length > 1 ? walkLatents(stops.map(({ z }) => z), walkSteps, kind) : []),
    [stops, walkSteps, kind],
  );
  return (
    <div className={styles.stack}>
      <p className={panel.note}>
        <Explained text={t('walk.intro')} />
      </p>
      <Player latents={latents} steps={walkSteps}>
        <LatentList slot="stops" title={t('walk.stops')} />
        <div className={styles.row}>
          <Button icon={Dices} onClick={() => fillRandomly(prior)}>
            {t('walk.random', { count: PAPER_STOPS })}
          </Button>
          <InterpolationPicker />
          <label className={panel.field}>
            {t('walk.steps')}
            <Slider min={1} max={32} step={1} value={walkSteps} onSlide={(value) => explore.store.setState({ walkSteps: value })} />
            <output>{walkSteps}</output>
          </label>
        </div>
      </Player>
    </div>
  );
}

function fillRandomly(prior: ReturnType<typeof usePrior>): void {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const drawn = splitLatents(drawLatents(new RandomStream(seed, 'walk'), PAPER_STOPS, prior), prior.zSize);
  fillSlot(session.latents, 'stops', drawn.map((z) => ({ name: '', z })));
}

/** Straight or along the sphere; without a choice, what suits the prior. */
export function InterpolationPicker() {
  const { t } = useTexts();
  const chosen = useExplore((state) => state.interpolation);
  usePrior();
  return (
    <label className={panel.field}>
      {t('walk.interpolation')}
      <Select<Interpolation>
        value={chosen ?? explore.interpolation}
        options={INTERPOLATIONS.map((value) => ({ value, text: t(`walk.${value}`) }))}
        onPick={(interpolation) => explore.store.setState({ interpolation })}
      />
    </label>
  );
}

interface PlayerProps {
  /** The frames; none while there is nothing to walk between. */
  latents: readonly Float32Array[];
  steps: number;
  /** What the walk is made of. */
  children: ReactNode;
}

/** The walk as it plays, at the top beside the large picture; below it what it is made of, and all its frames. */
function Player({ latents, steps, children }: PlayerProps) {
  const { t } = useTexts();
  const slot = useRendered('walk', latents);
  const rendered = useSlot(slot);
  const rate = useExplore((state) => state.walkRate);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const frame = Math.min(at, latents.length - 1);
  useEffect(() => {
    if (!playing || latents.length === 0) return undefined;
    const timer = setInterval(() => setAt((now) => (now + 1) % latents.length), 1000 / rate);
    return () => clearInterval(timer);
  }, [playing, rate, latents.length]);
  const look = (n: number) => {
    setPlaying(false);
    setAt(n);
  };
  const images = rendered?.images.count === latents.length ? rendered.images : null;
  const distances = useMemo(() => (images ? frameDistances(images) : null), [images]);
  const jumps = useMemo(() => (distances ? findJumps(distances) : []), [distances]);
  if (latents.length === 0)
    return (
      <>
        <p className={`${styles.blank} ${styles.unplayed}`}>{t('walk.needs')}</p>
        {children}
      </>
    );
  return (
    <>
      <div className={styles.player}>
        <figure className={panel.figure}>
          <Tiles slot={slot} from={frame} side={SIDE} label={t('walk.frame', { n: frame + 1, count: latents.length })} testId="walk-frame" />
          <figcaption>{t('walk.frame', { n: frame + 1, count: latents.length })}</figcaption>
        </figure>
        <div className={styles.stack}>
          <div className={styles.row}>
            <IconButton
              icon={playing ? Pause : Play}
              label={t(playing ? 'walk.pause' : 'walk.play')}
              onClick={() => setPlaying(!playing)}
            />
            <label className={panel.field}>
              {t('walk.scrub')}
              <Slider
                min={0}
                max={latents.length - 1}
                step={1}
                value={frame}
                onSlide={look}
                // Taking it stops the walk, also where it asks for the frame that is just shown.
                onPointerDown={() => setPlaying(false)}
                onKeyDown={({ key }) => SCRUB_KEYS.has(key) && setPlaying(false)}
                data-testid="walk-scrub"
              />
            </label>
            <label className={panel.field}>
              {t('walk.rate')}
              <Slider min={2} max={30} step={1} value={rate} onSlide={(value) => explore.store.setState({ walkRate: value })} />
              <output>{rate}</output>
            </label>
            <Button onClick={() => setLatent(session.latents, latents[frame]!)}>{t('walk.use')}</Button>
          </div>
          {distances && (
            <figure className={panel.figure}>
              <Curve
                values={distances}
                marks={jumps}
                every={steps}
                now={frame}
                label={t('walk.curve.label', { max: Math.max(...distances).toFixed(3), count: jumps.length })}
              />
              <figcaption>
                {t('walk.curve')} {jumps.length > 0 && t('walk.jumps', { count: jumps.length })}
              </figcaption>
            </figure>
          )}
          <SaveWalk frames={images} rate={rate} />
        </div>
      </div>
      {children}
      <WalkStrip slot={slot} count={latents.length} steps={steps} now={frame} onPick={look} />
    </>
  );
}
