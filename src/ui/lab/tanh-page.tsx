import { useState } from 'react';
import { ACTIVATION_CURVES, SATURATED_SLOPE, tanhBySigmoid, tanhSaturatesAt } from '../../core/activation-curves';
import { pixelRange, toNetwork } from '../../core/images';
import { Formula } from '../common/formula';
import { useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Slider } from '../common/slider';
import { Toggle } from '../common/toggle';
import { FunctionPlot } from './function-plot';
import type { PlottedCurve } from './function-plot';
import { measured, steady } from './measured';
import styles from './prose.module.css';
import { TryExperiment } from './try-experiment';

const EDGE = tanhSaturatesAt(SATURATED_SLOPE);
const RANGE = { x: [-4, 4], y: [-1.2, 1.2] } as const;
const { tanh, sigmoid } = ACTIVATION_CURVES;

/** Why G ends in tanh: its range, its formula, its derivative, where it saturates, and an experiment. */
export function TanhPage() {
  const { t, language } = useTexts();
  const [x, setX] = useState(1);
  const [slopes, setSlopes] = useState(true);
  const [withSigmoid, setWithSigmoid] = useState(false);
  const number = (value: number) => measured(language, value);
  const exact = (value: number) => steady(language, value);
  const curves: PlottedCurve[] = [
    { name: 'tanh(x)', f: tanh.value, colour: 'var(--generator)' },
    { name: '2σ(2x) − 1', f: tanhBySigmoid, colour: 'var(--ink)', dashed: true },
    ...(slopes ? [{ name: t('lab.tanh.slope'), f: tanh.slope, colour: 'var(--run-b)' } as const] : []),
    ...(withSigmoid ? [{ name: 'σ(x)', f: sigmoid.value, colour: 'var(--run-d)' } as const] : []),
    ...(withSigmoid && slopes ? [{ name: t('lab.tanh.sigmoidSlope'), f: sigmoid.slope, colour: 'var(--run-d)', dashed: true } as const] : []),
  ];
  return (
    <article className={styles.article}>
      <h2>{t('lab.tanh.title')}</h2>
      <p className={styles.lead}>
        <RichText text="lab.tanh.intro" />
      </p>
      <div className={styles.columns}>
        <div className={styles.section}>
          <FunctionPlot label={t('lab.tanh.plot')} curves={curves} x={x} onMove={setX} range={RANGE} shadeBeyond={EDGE} />
          <label className={styles.control}>
            x
            <Slider value={x} min={-4} max={4} step={0.01} origin={0} onSlide={setX} />
            <output>{steady(language, x, 2)}</output>
          </label>
          <div className={styles.switches}>
            <label>
              <Toggle on={slopes} onToggle={setSlopes} />
              {t('lab.tanh.showSlope')}
            </label>
            <label>
              <Toggle on={withSigmoid} onToggle={setWithSigmoid} />
              {t('lab.tanh.showSigmoid')}
            </label>
          </div>
        </div>
        <dl className={styles.facts}>
          <dt>
            <Formula tex={String.raw`\tanh x`} />
          </dt>
          <dd data-testid="tanh-value">{exact(tanh.value(x))}</dd>
          <dt>
            <Formula tex={String.raw`2\,\sigma(2x) - 1`} />
          </dt>
          <dd data-testid="tanh-by-sigmoid">{exact(tanhBySigmoid(x))}</dd>
          <dt>
            <Formula tex={String.raw`\tanh' x = 1 - \tanh^2 x`} />
          </dt>
          <dd>{exact(tanh.slope(x))}</dd>
          <dt>
            <Formula tex={String.raw`\sigma(x)`} />
          </dt>
          <dd>{exact(sigmoid.value(x))}</dd>
          <dt>
            <Formula tex={String.raw`\sigma'(x)`} />
          </dt>
          <dd>{exact(sigmoid.slope(x))}</dd>
        </dl>
      </div>
      <p className={styles.text}>
        {t(Math.abs(x) > EDGE ? 'lab.tanh.here.flat' : 'lab.tanh.here.steep', {
          x: steady(language, x, 2),
          slope: exact(tanh.slope(x)),
          share: steady(language, tanh.slope(x) * 100, 1),
        })}{' '}
        <RichText text="lab.tanh.saturation" params={{ edge: number(EDGE), flat: number(SATURATED_SLOPE), steepest: number(sigmoid.slope(0)) }} />
      </p>
      <Range />
      <TryExperiment id="outputG" text="lab.tanh.try" />
    </article>
  );
}

/** What becomes of the brightness of pixels: scaled for tanh, and for a sigmoid. */
function Range() {
  const { t, language } = useTexts();
  const bytes = [0, 64, 128, 192, 255];
  const row = (output: 'tanh' | 'sigmoid') => bytes.map((byte) => steady(language, toNetwork(byte, pixelRange(output))));
  return (
    <section className={styles.section}>
      <h3>{t('lab.tanh.range')}</h3>
      <p className={styles.text}>{t('lab.tanh.rangeText')}</p>
      <table className={styles.table}>
        <tbody>
          <tr>
            <th scope="row">{t('lab.tanh.byte')}</th>
            {bytes.map((byte) => (
              <td key={byte}>{byte}</td>
            ))}
          </tr>
          {(['tanh', 'sigmoid'] as const).map((output) => (
            <tr key={output}>
              <th scope="row">{t(`lab.tanh.for.${output}`)}</th>
              {row(output).map((value, i) => (
                <td key={bytes[i]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
