import { useMemo, useState } from 'react';
import type { NetworkName } from '../../core/architecture';
import type { Distribution } from '../../core/lab-reports';
import { modelInView } from '../../state/store';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Select } from '../common/select';
import { useTold } from '../inspect/hooks';
import { measured } from './hooks';
import styles from './prose.module.css';
import { TryExperiment } from './try-experiment';

/** Smaller means than this are shown as 0. */
const ROUNDING = 1e-5;

/** What batch norm does: one layer of the model at hand before and after it, live, and what happens without it. */
export function BatchNormPage() {
  const { t } = useTexts();
  return (
    <article className={styles.article}>
      <h2>{t('lab.norm.title')}</h2>
      <p className={styles.lead}>
        <RichText text="lab.norm.intro" />
      </p>
      <LayerNorm />
      <section className={styles.section}>
        <h3>{t('lab.norm.where')}</h3>
        <p className={styles.text}>
          <RichText text="lab.norm.whereText" />
        </p>
      </section>
      <TryExperiment id="batchNormEverywhere" text="lab.norm.tryEverywhere" />
      <TryExperiment id="batchNormOff" text="lab.norm.tryOff" />
    </article>
  );
}

function LayerNorm() {
  const { t } = useTexts();
  const both = useApp((state) => modelInView(state)?.architecture ?? null);
  const [chosen, setChosen] = useState('d2');
  const layers = both ? [...both.generator, ...both.discriminator] : [];
  const layer = layers.find(({ name }) => name === chosen) ?? layers[0];
  if (!layer) return <p className={styles.text}>{t('inspect.waiting')}</p>;
  return (
    <section className={styles.section}>
      <label className={styles.control}>
        {t('lab.norm.layer')}
        <Select
          value={layer.name}
          options={layers.map(({ name, norm }) => ({ value: name, text: `${name.toUpperCase()} · ${t(`norm.${norm}`)}` }))}
          onPick={setChosen}
        />
      </label>
      <LayerReport network={layer.name.startsWith('g') ? 'generator' : 'discriminator'} layer={layer.name} />
    </section>
  );
}

function LayerReport({ network, layer }: { network: NetworkName; layer: string }) {
  const { t, language } = useTexts();
  const question = useMemo(() => ({ network, layer }), [network, layer]);
  const report = useTold('lab', 'normReport', question)?.answer;
  // What is left of a mean that norm has taken away is rounding.
  const number = (value: number) => measured(language, Math.abs(value) < ROUNDING ? 0 : value);
  const facts = ({ mean, std }: Distribution) => t('lab.norm.facts', { mean: number(mean), std: number(std) });
  if (report?.layer !== layer) return <p className={styles.text}>{t('inspect.waiting')}</p>;
  return (
    <>
      <p className={styles.text}>{t('inspect.atStep', { step: report.step })}</p>
      <div className={styles.pair}>
        <Histogram of={report.before} title={t('lab.norm.before')} facts={facts(report.before)} network={network} />
        <Histogram of={report.after} title={t('lab.norm.after')} facts={facts(report.after)} network={network} />
        <ChannelMoments title={t('lab.norm.channelsBefore')} moments={report.channelsBefore} number={number} />
        <ChannelMoments title={t('lab.norm.channelsAfter')} moments={report.channelsAfter} number={number} />
      </div>
    </>
  );
}

const WIDTH = 360;
const HEIGHT = 96;

interface HistogramProps {
  of: Distribution;
  title: string;
  facts: string;
  network: NetworkName;
}

function Histogram({ of: { counts, low, high }, title, facts, network }: HistogramProps) {
  const { language } = useTexts();
  const most = Math.max(...counts);
  const width = WIDTH / counts.length;
  return (
    <figure className={styles.histogram}>
      <figcaption>
        <strong>{title}</strong> <span>{facts}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${facts}`}>
        {counts.map((count, bin) => {
          const height = (count / most) * HEIGHT;
          const from = low + ((high - low) * bin) / counts.length;
          return <rect key={from} x={bin * width} y={HEIGHT - height} width={width - 1} height={height} fill={`var(--${network})`} />;
        })}
      </svg>
      <p className={styles.ends}>
        <span>{measured(language, low)}</span>
        <span>{measured(language, high)}</span>
      </p>
    </figure>
  );
}

/** The first channels' own means and standard deviations: batch norm treats each by itself. */
function ChannelMoments({ title, moments, number }: { title: string; moments: Float32Array; number: (value: number) => string }) {
  const { t } = useTexts();
  const shown = Math.min(usePhone() ? 3 : 6, moments.length / 2);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{title}</caption>
        <tbody>
          {['mean', 'std'].map((row, at) => (
            <tr key={row}>
              <th scope="row">{t(at === 0 ? 'lab.norm.mean' : 'lab.norm.std')}</th>
              {Array.from({ length: shown }, (_, channel) => (
                // A channel is known by its place alone.
                <td key={`${row}${String(channel)}`}>{number(moments[channel * 2 + at]!)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
