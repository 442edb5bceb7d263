import type { LayerSpec } from '../../core/architecture';
import { DEMO_STARTS } from '../../core/conv-demo';
import { modelInView } from '../../state/store';
import { useApp, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { ConvDemoPanel } from './conv-demo';
import styles from './prose.module.css';
import { TryExperiment } from './try-experiment';

/** Why both kinds of strided convolution: the question, the animation, the model at hand, and an experiment. */
export function ConvolutionsPage() {
  const { t } = useTexts();
  const model = useApp((state) => modelInView(state)?.architecture ?? null);
  return (
    <article className={styles.article}>
      <h2>{t('lab.conv.title')}</h2>
      <p className={styles.lead}>
        <RichText text="lab.conv.intro" params={{ stride: DEMO_STARTS.fractional.stride }} />
      </p>
      <ConvDemoPanel />
      {model && (
        <section className={styles.section}>
          <h3>{t('lab.conv.inModel')}</h3>
          <ul>
            <li className={styles.generator}>{t('lab.conv.ofG', { sizes: sizesOf(model.generator) })}</li>
            <li className={styles.discriminator}>{t('lab.conv.ofD', { sizes: sizesOf(model.discriminator) })}</li>
          </ul>
        </section>
      )}
      <TryExperiment id="resampling" text="lab.conv.try" />
    </article>
  );
}

/** The sides of a network's maps from its first convolution on, such as "4×4 → 8×8 → 16×16". */
function sizesOf(layers: readonly LayerSpec[]): string {
  const convolutions = layers.filter(({ kind }) => kind !== 'dense');
  const sides = [convolutions[0]?.input[0] ?? 0, ...convolutions.map(({ output }) => output[0])];
  return sides.map((side) => `${side}×${side}`).join(' → ');
}
