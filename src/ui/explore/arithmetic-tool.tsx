import { Dices } from 'lucide-react';
import { useMemo } from 'react';
import { latentArithmetic, meanLatent, NEIGHBOURS, pixelArithmetic, withNeighbours } from '../../core/arithmetic';
import { RandomStream } from '../../core/random';
import { explore, session } from '../../state/app';
import { setLatent } from '../../state/latents';
import { Button, IconButton } from '../common/button';
import { Explained } from '../common/explained';
import { useLatents, useSlot, useTexts, useWindowHeight } from '../common/hooks';
import { Slider } from '../common/slider';
import { Toggle } from '../common/toggle';
import panel from '../common/panel.module.css';
import { someImages, useExplore, usePrior, useRendered } from './hooks';
import { LatentList } from './latent-list';
import { Pictures, Tiles } from './tiles';
import styles from './tools.module.css';

/** Side of a picture in CSS pixels, and where the window is low. */
const SIDE = 96;
const LOW_SIDE = 64;
const LOW_WINDOW = 800;
/** Which of the nine is the result itself. */
const CENTRE = NEIGHBOURS / 2;

/** Figure 7 of the paper: A - B + C of mean latents, and the same of mean pictures as the control that fails. */
export function ArithmeticTool() {
  const { t } = useTexts();
  const full = useLatents(({ slots }) => slots.a.length > 0 && slots.b.length > 0 && slots.c.length > 0);
  return (
    <div className={styles.stack}>
      <p className={panel.note}>
        <Explained text={t('arithmetic.intro')} />
      </p>
      <div className={styles.columns}>
        <LatentList slot="a" title={t('arithmetic.a')} named />
        <LatentList slot="b" title={t('arithmetic.b')} named />
        <LatentList slot="c" title={t('arithmetic.c')} named />
      </div>
      {full ? <Outcome /> : <p className={panel.note}>{t('arithmetic.needs')}</p>}
    </div>
  );
}

/** The mean of each concept, where one has more than one sample: what is added and taken away (figure 7, left). */
function Means() {
  const { t } = useTexts();
  const { a, b, c } = useLatents((state) => state.slots);
  const latents = useMemo(() => [a, b, c].map((samples) => meanLatent(samples.map(({ z }) => z))), [a, b, c]);
  const slot = useRendered('arithmetic/means', latents);
  if ([a, b, c].every((samples) => samples.length === 1)) return null;
  return (
    <figure className={panel.figure}>
      <Tiles slot={slot} count={3} side={48} label={t('arithmetic.means')} testId="arithmetic-means" />
      <figcaption>{t('arithmetic.means')}</figcaption>
    </figure>
  );
}

/** What is done to the result, and the way to go on with it. */
function Settings({ result }: { result: Float32Array }) {
  const { t } = useTexts();
  const prior = usePrior();
  const { noise, rescale } = useExplore((state) => ({ noise: state.noise, rescale: state.rescale }));
  return (
    <div className={styles.settings}>
      <label className={panel.field}>
        {t('arithmetic.noise')}
        <Slider
          min={0.05}
          max={1}
          step={0.05}
          value={noise}
          aria-valuetext={`±${noise.toFixed(2)}`}
          onSlide={(value) => explore.store.setState({ noise: value })}
        />
        <output>±{noise.toFixed(2)}</output>
        <IconButton
          icon={Dices}
          label={t('arithmetic.otherNoise')}
          onClick={() => explore.store.setState(({ noiseSeed }) => ({ noiseSeed: noiseSeed + 1 }))}
        />
      </label>
      {prior.zDistribution === 'normal' && (
        <span className={panel.field}>
          <label htmlFor="arithmetic-rescale">{t('arithmetic.rescale')}</label>
          <Toggle id="arithmetic-rescale" on={rescale} onToggle={(on) => explore.store.setState({ rescale: on })} />
        </span>
      )}
      <Button onClick={() => setLatent(session.latents, result)}>{t('arithmetic.use')}</Button>
    </div>
  );
}

function Outcome() {
  const { t } = useTexts();
  const prior = usePrior();
  const { a, b, c } = useLatents((state) => state.slots);
  const { noise, noiseSeed, rescale } = useExplore((state) => ({
    noise: state.noise,
    noiseSeed: state.noiseSeed,
    rescale: state.rescale,
  }));
  const { latents, result } = useMemo(() => {
    const concepts = { a: a.map(({ z }) => z), b: b.map(({ z }) => z), c: c.map(({ z }) => z) };
    const sum = latentArithmetic(concepts, prior, rescale && prior.zDistribution === 'normal');
    const nine = withNeighbours(sum, noise, new RandomStream(noiseSeed, 'neighbours'));
    return { latents: [...nine, ...concepts.a, ...concepts.b, ...concepts.c], result: sum };
  }, [a, b, c, prior, noise, noiseSeed, rescale]);
  const side = useWindowHeight() < LOW_WINDOW ? LOW_SIDE : SIDE;
  const slot = useRendered('arithmetic', latents);
  const rendered = useSlot(slot);
  const control = useMemo(() => {
    if (rendered?.images.count !== latents.length) return null;
    const first = NEIGHBOURS + 1;
    return pixelArithmetic({
      a: someImages(rendered.images, first, a.length),
      b: someImages(rendered.images, first + a.length, b.length),
      c: someImages(rendered.images, first + a.length + b.length, c.length),
    });
  }, [rendered, latents, a, b, c]);
  return (
    <div className={styles.columns}>
      <figure className={panel.figure}>
        <Tiles
          slot={slot}
          count={NEIGHBOURS + 1}
          columns={3}
          side={side}
          label={t('arithmetic.result')}
          marked={CENTRE}
          nameOf={(index) => t(index === CENTRE ? 'arithmetic.centre' : 'arithmetic.neighbour', { n: index + 1 })}
          onPick={(index) => setLatent(session.latents, latents[index]!)}
          testId="arithmetic-result"
        />
        <figcaption className={styles.narrow}>{t('arithmetic.result')}</figcaption>
      </figure>
      <div className={styles.stack}>
        {control && (
          <figure className={panel.figure}>
            <Pictures images={control} side={side} label={t('arithmetic.pixels')} testId="arithmetic-pixels" />
            <figcaption>{t('arithmetic.pixels')}</figcaption>
          </figure>
        )}
        <Means />
      </div>
      <Settings result={result} />
    </div>
  );
}
