import { Lock, LockOpen } from 'lucide-react';
import { useMemo } from 'react';
import { formatFixed } from '../../i18n/text';
import { session } from '../../state/app';
import { setDimension, sliderLimit, toggleLock } from '../../state/latents';
import { imageSizeInView } from '../../state/store';
import { ActionButton } from '../common/action-button';
import { IconButton } from '../common/button';
import { useApp, useLatents, usePixelRatio, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { Slider } from '../common/slider';
import styles from './latent-panel.module.css';

/** Numbers of z that stand beside the samples; Explore has them all. */
const SHOWN = 8;

/** The first numbers of one z, and its image, live. */
export function LatentPanel() {
  const { t } = useTexts();
  const size = useLatents((state) => state.z.length);
  const shown = Math.min(SHOWN, size);
  return (
    <section className={styles.panel} aria-label={t('latent.title')}>
      <div className={styles.head}>
        <LatentPreview side={64} />
        <div className={styles.words}>
          <h2>{t('latent.title')}</h2>
          <Origin />
          {size > shown && (
            <button type="button" className={styles.all} onClick={() => session.show('explore')}>
              {t('latent.all', { count: size })}
            </button>
          )}
        </div>
        <div className={styles.tools}>
          <ActionButton id="randomize" form="icon" />
          <ActionButton id="resetLatent" form="icon" />
        </div>
      </div>
      <div className={styles.sliders}>
        {Array.from({ length: shown }, (_, dimension) => (
          <LatentSlider key={dimension} dimension={dimension} />
        ))}
      </div>
    </section>
  );
}

/** Where the z on the sliders comes from. */
export function Origin() {
  const { t } = useTexts();
  const origin = useLatents((state) => state.origin);
  const changed = useLatents(({ z, base }) => z.some((value, i) => value !== base[i]));
  const words = origin === null ? t('latent.own') : t(changed ? 'latent.changed' : 'latent.sample', { n: origin + 1 });
  return <p className={styles.origin}>{words}</p>;
}

const previewImages = (value: typeof session.pictures.preview.value) => value?.images ?? null;

/** The image of the z on the sliders, at the whole multiple that comes nearest to `side` CSS pixels from below. */
export function LatentPreview({ side }: { side: number }) {
  const { t } = useTexts();
  const ratio = usePixelRatio();
  const size = useApp(imageSizeInView);
  const scale = Math.max(1, Math.floor((side * ratio) / size));
  const layout = useMemo(() => ({ columns: 1, rows: 1, scale, gap: 0 }), [scale]);
  return (
    <ImagesCanvas
      data-testid="latent-preview"
      slot={session.pictures.preview}
      imagesOf={previewImages}
      layout={layout}
      size={size}
    >
      {t('latent.preview')}
    </ImagesCanvas>
  );
}

/** One number of z: its slider, its value and its lock. */
export function LatentSlider({ dimension, lock = false }: { dimension: number; lock?: boolean }) {
  const { t, language } = useTexts();
  const value = useLatents((state) => state.z[dimension] ?? 0);
  const limit = useLatents((state) => sliderLimit(state.prior));
  const locked = useLatents((state) => state.locked.has(dimension));
  const label = t('latent.dimension', { n: dimension + 1 });
  return (
    <div className={styles.slider} data-lock={lock || undefined}>
      <span aria-hidden>{dimension + 1}</span>
      <Slider
        aria-label={label}
        min={-limit}
        max={limit}
        step={limit / 100}
        origin={0}
        value={value}
        onSlide={(next) => setDimension(session.latents, dimension, next)}
      />
      <output aria-hidden>{formatFixed(language, value, 2)}</output>
      {lock && (
        <IconButton
          icon={locked ? Lock : LockOpen}
          size="small"
          aria-pressed={locked}
          label={t('latent.lock', { n: dimension + 1 })}
          onClick={() => toggleLock(session.latents, dimension)}
        />
      )}
    </div>
  );
}
