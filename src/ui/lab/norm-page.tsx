import { useMemo, useState } from 'react';
import { BATCH_NORM_EPSILON } from '../../core/architecture';
import type { NetworkName } from '../../core/architecture';
import { EXPERIMENTS } from '../../core/experiments';
import { TERMS } from '../../core/glossary';
import type { ChannelNorm, Distribution, Moments } from '../../core/lab-reports';
import { modelInView } from '../../state/store';
import { Formula } from '../common/formula';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { RichText } from '../common/rich-text';
import { Select } from '../common/select';
import { useTold } from '../inspect/hooks';
import { measured, steady } from './measured';
import styles from './prose.module.css';
import { TryExperiment } from './try-experiment';

/** Smaller means than this are shown as 0. */
const ROUNDING = 1e-5;
/** A normalized standard deviation below this needs a word on epsilon, which made it so. */
const DAMPED = 0.99;

/** What batch norm does: one layer of the model at hand before and after it, live, and what happens without it. */
export function BatchNormPage() {
  const { t } = useTexts();
  return (
    <article className={styles.article}>
      <h2>{t('lab.norm.title')}</h2>
      <p className={styles.lead}>
        <RichText text="lab.norm.intro" />
      </p>
      <section className={styles.section}>
        <h3>{t('lab.norm.why')}</h3>
        <p className={styles.text}>
          <RichText text="lab.norm.whyText" /> ({t('lab.paper', { section: EXPERIMENTS.batchNormOff.section })})
        </p>
      </section>
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
  const weightStd = useApp((state) => modelInView(state)?.config.weightStd);
  const report = useTold('lab', 'normReport', question)?.answer;
  // What is left of a mean that norm has taken away is rounding.
  const number = (value: number) => measured(language, Math.abs(value) < ROUNDING ? 0 : value);
  const facts = ({ mean, std }: Moments) => t('lab.norm.facts', { mean: number(mean), std: number(std) });
  if (report?.layer !== layer) return <p className={styles.text}>{t('inspect.waiting')}</p>;
  const { before, normalized, after, channels } = report;
  const stages = [{ name: 'before', of: before } as const, ...(normalized ? [{ name: 'normalized', of: normalized } as const] : []), { name: 'after', of: after } as const];
  const range = { low: Math.min(...stages.map(({ of }) => of.low)), high: Math.max(...stages.map(({ of }) => of.high)) };
  return (
    <>
      <p className={styles.text}>
        {t('lab.norm.at', { step: report.step, count: report.examples })} {!normalized && t(channels[0]?.shift === null ? 'lab.norm.nothing' : 'lab.norm.biasOnly')}{' '}
        {t('lab.norm.together', { all: channels.length })}
      </p>
      <div className={styles.row}>
        {stages.map(({ name, of }) => (
          <Histogram key={name} of={of} title={t(`lab.norm.${name}`)} facts={facts(of)} network={network} range={range} />
        ))}
      </div>
      {normalized && (
        <div>
          <Formula tex={TERMS.batchNorm.formula} />
          {weightStd !== undefined && <p className={styles.text}>{t('lab.norm.gamma', { std: number(weightStd) })}</p>}
          {normalized.std < DAMPED && <p className={styles.text}>{t('lab.norm.epsilon', { epsilon: String(BATCH_NORM_EPSILON) })}</p>}
        </div>
      )}
      <ChannelTable channels={channels} number={number} />
    </>
  );
}

const WIDTH = 360;
const HEIGHT = 96;
/** Room between two bars, and the width of the thinnest one. */
const GAP = 1;
const THINNEST = 0.5;

interface HistogramProps {
  of: Distribution;
  title: string;
  facts: string;
  network: NetworkName;
  /** What the axis spans, the same for all stages: so a layer's spread can be seen to change. */
  range: { low: number; high: number };
}

function Histogram({ of: { counts, low, high }, title, facts, network, range }: HistogramProps) {
  const { language } = useTexts();
  const most = Math.max(...counts);
  const scale = WIDTH / (range.high - range.low || 1);
  const width = ((high - low) / counts.length) * scale;
  return (
    <figure className={styles.histogram}>
      <figcaption>
        <strong>{title}</strong> <span>{facts}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${facts}`}>
        {counts.map((count, bin) => {
          const height = (count / most) * HEIGHT;
          const from = low + ((high - low) * bin) / counts.length;
          return <rect key={from} x={(from - range.low) * scale} y={HEIGHT - height} width={Math.max(width - GAP, THINNEST)} height={height} fill={`var(--${network})`} />;
        })}
      </svg>
      <p className={styles.ends}>
        <span>{measured(language, range.low)}</span>
        <span>{measured(language, range.high)}</span>
      </p>
    </figure>
  );
}

/** Rows of numbers near 1, whose digits stay in place. */
const NEAR_ONE: readonly string[] = ['normalized/std', 'learned/scale', 'after/std'];

/** What is told of a channel at each stage, in the order of the stages. */
const ROWS = [
  { group: 'before', row: 'mean', of: ({ before }: ChannelNorm) => before.mean },
  { group: 'before', row: 'std', of: ({ before }: ChannelNorm) => before.std },
  { group: 'normalized', row: 'mean', of: ({ normalized }: ChannelNorm) => normalized?.mean },
  { group: 'normalized', row: 'std', of: ({ normalized }: ChannelNorm) => normalized?.std },
  { group: 'learned', row: 'scale', of: ({ scale }: ChannelNorm) => scale },
  { group: 'learned', row: 'shift', of: ({ shift }: ChannelNorm) => shift },
  { group: 'after', row: 'mean', of: ({ after }: ChannelNorm) => after.mean },
  { group: 'after', row: 'std', of: ({ after }: ChannelNorm) => after.std },
] as const;

/** The first channels one by one, for a norm treats each by itself; rows for what the layer has. */
function ChannelTable({ channels, number }: { channels: readonly ChannelNorm[]; number: (value: number) => string }) {
  const { t, language } = useTexts();
  const near = (value: number) => steady(language, value);
  const shown = channels.slice(0, usePhone() ? 3 : 6);
  const rows = ROWS.filter(({ of }) => shown.some((channel) => typeof of(channel) === 'number'));
  return (
    <table className={`${styles.table} ${styles.grouped}`} data-testid="norm-channels">
      <caption>{t('lab.norm.channels', { count: shown.length, all: channels.length })}</caption>
      <thead>
        <tr>
          <th colSpan={2} scope="col">
            <span className="visually-hidden">{t('lab.exp.measure')}</span>
          </th>
          {shown.map((_, at) => (
            // A channel is known by its place alone.
            <th key={`map${String(at)}`} scope="col">
              {t('lab.norm.map', { n: at + 1 })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, row, of }, n) => (
          <tr key={`${group}-${row}`}>
            {rows[n - 1]?.group !== group && (
              <th scope="rowgroup" rowSpan={rows.filter((other) => other.group === group).length}>
                {t(`lab.norm.${group}`)}
              </th>
            )}
            <th scope="row">{t(`lab.norm.${row}`)}</th>
            {shown.map((channel, at) => (
              // A channel is known by its place alone.
              <td key={`${row}${String(at)}`}>{(NEAR_ONE.includes(`${group}/${row}`) ? near : number)(of(channel) ?? NaN)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
