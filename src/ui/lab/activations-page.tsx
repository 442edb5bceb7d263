import { useMemo, useState } from 'react';
import { ACTIVATION_CURVES, CHAIN_LAYERS } from '../../core/activation-curves';
import { leastShrunk } from '../../core/lab-reports';
import { modelInView } from '../../state/store';
import { Explained } from '../common/explained';
import { useApp, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Slider } from '../common/slider';
import { useTold } from '../inspect/hooks';
import { FunctionPlot } from './function-plot';
import { measured, steady } from './measured';
import styles from './prose.module.css';
import { TryExperiment } from './try-experiment';

const NAMES = ['relu', 'leakyRelu', 'tanh', 'sigmoid'] as const;
const DRAWN = ['leakyRelu', 'tanh', 'sigmoid', 'relu'] as const;
const COLOURS = { relu: 'var(--run-a)', leakyRelu: 'var(--discriminator)', tanh: 'var(--generator)', sigmoid: 'var(--run-d)' } as const;
/** A mean derivative above this is near that of a straight line. */
const STEEP = 0.9;
/** Where the curves that level off have done so, and the others have not. */
const START = 2;
const VALUES = { x: [-4, 4], y: [-1.2, 2.2] } as const;
const SLOPES = { x: [-4, 4], y: [-0.1, 1.2] } as const;

/** What each activation does to the gradients that pass back through it: curves, a calculation, and measured norms. */
export function ActivationsPage() {
  const { t, language } = useTexts();
  const [x, setX] = useState(START);
  const number = (value: number) => measured(language, value);
  const curves = (of: 'value' | 'slope') =>
    // ReLU is drawn over LeakyReLU, which it follows for x > 0.
    DRAWN.map((name) => ({ name: t(`option.${name}`), f: ACTIVATION_CURVES[name][of], colour: COLOURS[name], dashed: name === 'relu' }));
  return (
    <article className={styles.article}>
      <h2>{t('lab.act.title')}</h2>
      <p className={styles.lead}>
        <RichText text="lab.act.intro" />
      </p>
      <div className={styles.pair}>
        <div className={styles.section}>
          <h3>{t('lab.act.values')}</h3>
          <FunctionPlot label={t('lab.act.values')} curves={curves('value')} x={x} onMove={setX} range={VALUES} />
        </div>
        <div className={styles.section}>
          <h3>{t('lab.act.slopes')}</h3>
          <FunctionPlot label={t('lab.act.slopes')} curves={curves('slope')} x={x} onMove={setX} range={SLOPES} />
        </div>
      </div>
      <label className={styles.control}>
        x
        <Slider value={x} min={-4} max={4} step={0.01} origin={0} onSlide={setX} />
        <output>{steady(language, x, 2)}</output>
      </label>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('lab.act.activation')}</th>
            <th scope="col">{t('lab.act.value')}</th>
            <th scope="col">{t('lab.act.slope')}</th>
            <th scope="col">{t('lab.act.through', { count: CHAIN_LAYERS })}</th>
          </tr>
        </thead>
        <tbody>
          {NAMES.map((name) => {
            const { value, slope } = ACTIVATION_CURVES[name];
            return (
              <tr key={name}>
                <th scope="row">{t(`option.${name}`)}</th>
                <td>{steady(language, value(x))}</td>
                <td>{steady(language, slope(x))}</td>
                <td>{number(slope(x) ** CHAIN_LAYERS)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Paths />
      <TryExperiment id="activationD" text="lab.act.tryD" />
      <TryExperiment id="activationG" text="lab.act.tryG" />
    </article>
  );
}

/** Measured: how much of G's message is left after each layer of a fresh D, by D's activation. */
function Paths() {
  const { t, language } = useTexts();
  const run = useApp(modelInView);
  const question = useMemo(() => (run ? { z: run.gridLatents.slice(0, run.config.zSize) } : null), [run]);
  const paths = useTold('lab', 'gradientPaths', question, true)?.answer.paths;
  const most = paths && leastShrunk(paths);
  if (!paths || !most) return <p className={styles.text}>{t('inspect.waiting')}</p>;
  return (
    <section className={styles.section}>
      <h3>{t('lab.act.paths')}</h3>
      <p className={styles.text}>
        <Explained text={t('lab.act.pathsText')} />
      </p>
      <table className={styles.table} data-testid="gradient-paths">
        <thead>
          <tr>
            <th scope="col">{t('lab.act.activation')}</th>
            {paths[0]?.norms.map(({ layer }) => (
              <th key={layer} scope="col">
                {layer.toUpperCase()}
              </th>
            ))}
            <th scope="col">{t('lab.act.meanSlope')}</th>
          </tr>
        </thead>
        <tbody>
          {paths.map(({ activation, norms, slope }) => (
            <tr key={activation}>
              <th scope="row">{t(`option.${activation}`)}</th>
              {norms.map(({ layer, norm }) => (
                <td key={layer}>{measured(language, norm)}</td>
              ))}
              <td>{measured(language, slope)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.text} data-testid="gradient-most">
        {t('lab.act.most', {
          activation: t(`option.${most.activation}`),
          layer: most.norms.at(-1)!.layer.toUpperCase(),
          norm: measured(language, most.norms.at(-1)!.norm),
          slope: measured(language, most.slope),
        })}
        {most.activation === 'tanh' && most.slope > STEEP && <> {t('lab.act.tanhSteep')}</>}
      </p>
    </section>
  );
}
