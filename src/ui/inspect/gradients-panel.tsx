import { useMemo } from 'react';
import type { CSSProperties } from 'react';
import type { PixelGradient } from '../../core/inspection';
import { toImages, pixelRange } from '../../core/images';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import { modelInView } from '../../state/store';
import { Explained } from '../common/explained';
import { useApp, useLatents, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { useTold } from './hooks';
import styles from './panels.module.css';
import bars from './gradients-panel.module.css';
import { Picture, Signal } from './pictures';

/** Side of the pictures, in CSS pixels. */
const SIDE = 256;

/** What D tells G about the picture of the z on the sliders: how each pixel should change, and how loud that is, layer by layer. */
export function GradientsPanel() {
  const { t } = useTexts();
  const z = useLatents((state) => state.z);
  const question = useMemo(() => ({ z }), [z]);
  const told = useTold('gradient', 'pixelGradient', question);
  const config = useApp((state) => modelInView(state)?.config ?? null);
  if (!told || !config) return <p className={panel.note}>{t('inspect.waiting')}</p>;
  const { image, gradient, norms, step } = told.answer;
  const { imageSize, channels, outputG } = config;
  return (
    <div className={styles.column}>
      <p className={panel.note}>
        <Explained text={t('gradients.intro')} />
      </p>
      <div className={styles.figures}>
        <Picture images={toImages(image, imageSize, channels, pixelRange(outputG))} side={SIDE} caption={t('gradients.picture', { step })} />
        <Signal
          // The step that lowers the loss goes against the gradient.
          values={gradient.map((value) => -value)}
          size={imageSize}
          channels={channels}
          side={SIDE}
          testId="pixel-gradient"
          caption={t('gradients.heat')}
        />
        <Norms norms={norms} />
      </div>
    </div>
  );
}

/** Decades that the bars span below the greatest norm. */
const DECADES = 6;

/** The gradient's norm after each layer, on a logarithmic scale, in the order in which the signal passes. */
function Norms({ norms }: Pick<PixelGradient, 'norms'>) {
  const { t, language } = useTexts();
  const generator = useApp((state) => modelInView(state)?.architecture.generator ?? []);
  const greatest = Math.max(...norms.map(({ norm }) => norm));
  const length = (norm: number) => (norm > 0 ? Math.max(0, 1 + Math.log10(norm / greatest) / DECADES) : 0);
  return (
    <figure className={`${panel.figure} ${bars.norms}`}>
      <figcaption>{t('gradients.norms')}</figcaption>
      <ol className={bars.bars}>
        {norms.map(({ layer, norm }) => {
          const network = generator.some(({ name }) => name === layer) ? 'generator' : 'discriminator';
          return (
            <li key={layer} data-network={network}>
              <button type="button" onClick={() => session.lookInside(network, layer)}>
                <span>{layer.toUpperCase()}</span>
                <span className={bars.track} style={{ '--decades': DECADES } as CSSProperties}>
                  <span style={{ width: `${100 * length(norm)}%` }} />
                </span>
                <span>{formatNumber(language, norm, 2)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <figcaption className={panel.note}>{t('gradients.normsHelp')}</figcaption>
    </figure>
  );
}
