import { Table } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { CHANCE_LEVEL } from '../../core/metrics';
import type { MetricName } from '../../core/metrics';
import { session } from '../../state/app';
import { modelInView } from '../../state/store';
import { Slot } from '../../state/slot';
import { Button } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { Toggle } from '../common/toggle';
import styles from './charts.module.css';
import type { ChartSpec, CurveSpec, Zoom } from './curve-chart';
import { MetricsTable } from './metrics-table';
import { useCurveChart } from './use-curve-chart';
import { useCurves } from './use-curves';

/** The part of the run that all charts show. */
const zoom = new Slot<Zoom | null>(null);

interface NamedSpec {
  title: string;
  spec: ChartSpec;
  /** What the numbers in the title are called in tests and by programs. */
  testIds?: Partial<Record<MetricName, string>>;
}

/** Losses, scores and gradient norms over the steps; the same numbers as a table for those who cannot see a plot. */
export function Charts() {
  const { t } = useTexts();
  const loss = useApp((state) => (modelInView(state) ?? state.draft).config.loss);
  const [smooth, setSmooth] = useState(true);
  const [table, setTable] = useState(false);
  const zoomed = useSlot(zoom) !== null;
  const { history } = useCurves();
  useEffect(() => zoom.set(null), [history]);
  const charts = useMemo(() => chartSpecs(loss, t), [loss, t]);
  return (
    <section className={styles.charts}>
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} smooth={smooth} />
      ))}
      <div className={styles.tools}>
        <label className={styles.smooth}>
          <Toggle on={smooth} onToggle={setSmooth} />
          {t('chart.smooth')}
        </label>
        <Button
          tone="quiet"
          icon={Table}
          className={styles.small}
          aria-expanded={table}
          onClick={() => setTable(!table)}
        >
          {t('chart.table')}
        </Button>
        {zoomed ? (
          <Button tone="quiet" className={styles.small} onClick={() => zoom.set(null)}>
            {t('chart.zoomOut')}
          </Button>
        ) : (
          <span className={styles.hint}>{t('chart.hint')}</span>
        )}
      </div>
      {table && <MetricsTable />}
    </section>
  );
}

function chartSpecs(loss: keyof typeof CHANCE_LEVEL, t: Texts['t']): NamedSpec[] {
  const chance = CHANCE_LEVEL[loss];
  const of = (metric: MetricName, colour: CurveSpec['colour'], mark: string, dashed = false): CurveSpec => ({
    metric,
    colour,
    mark,
    dashed,
  });
  const plain = { levels: [], range: null, showSteps: false, height: 88 } as const;
  return [
    {
      title: t('chart.losses'),
      testIds: { lossD: 'loss-d', lossG: 'loss-g' },
      spec: {
        ...plain,
        curves: [of('lossD', '--discriminator', 'D'), of('lossG', '--generator', 'G')],
        levels: [
          { value: chance.lossD, colour: '--discriminator' },
          { value: chance.lossG, colour: '--generator' },
        ],
      },
    },
    {
      title: t(loss === 'leastSquares' ? 'chart.scoresPlain' : 'chart.scores'),
      spec: {
        ...plain,
        curves: [
          of('dReal', '--real', 'x'),
          of('dFakeBefore', '--generator', 'G(z)'),
          of('dFakeAfter', '--generator', '', true),
        ],
        range: loss === 'leastSquares' ? null : [0, 1],
      },
    },
    {
      title: t('chart.gradients'),
      spec: {
        ...plain,
        curves: [of('gradNormD', '--discriminator', 'D'), of('gradNormG', '--generator', 'G')],
        showSteps: true,
        height: 106,
      },
    },
  ];
}

function Chart({ title, spec, testIds, smooth }: NamedSpec & { smooth: boolean }) {
  const { history, mark } = useCurves();
  const { changes } = session;
  const [follow, host] = useCurveChart({ spec, source: history, changes, zoom, smooth, cursor: mark });
  // Under the lines of chance there is no room for words.
  const empty = useSlot(changes) >= 0 && history.length === 0 && spec.levels.length === 0;
  const { t } = useTexts();
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.title}>
        <h2>{title}</h2>
        {spec.levels.length > 0 && (
          <span className={styles.chance}>
            <svg width="16" height="8" aria-hidden>
              <line x1="0" x2="16" y1="4" y2="4" stroke="currentColor" strokeWidth="2" strokeDasharray="2 3" />
            </svg>
            {t('chart.chance')}
          </span>
        )}
        <Legend curves={spec.curves} testIds={testIds} />
      </figcaption>
      <div ref={follow} className={styles.plot} style={{ height: spec.height }} aria-hidden>
        <div ref={host} />
        {empty && (
          <p className={styles.empty}>
            <span>{t('chart.empty')}</span>
          </p>
        )}
      </div>
    </figure>
  );
}

interface LegendProps {
  curves: readonly CurveSpec[];
  testIds: NamedSpec['testIds'];
}

const isLoss = (metric: MetricName) => metric === 'lossD' || metric === 'lossG';

/** The curves' names and newest values, each beside a piece of its line. */
function Legend({ curves, testIds = {} }: LegendProps) {
  const { t } = useTexts();
  const { history, until } = useCurves();
  useSlot(session.changes);
  return (
    <ul className={styles.legend}>
      {curves.map(({ metric, colour, mark, dashed }) => {
        const value = history.latest(metric, until);
        const digits = isLoss(metric) ? 4 : 2;
        return (
          <li key={metric} data-metric={metric} title={t(`metric.${metric}`)} style={{ color: `var(${colour}-text)` }}>
            {dashed && (
              <svg width="14" height="8" aria-hidden>
                <line x1="0" x2="14" y1="4" y2="4" stroke={`var(${colour})`} strokeWidth="2" strokeDasharray="4 2" />
              </svg>
            )}
            <span aria-hidden>{metric === 'dFakeAfter' ? t('chart.inD') : mark}</span>
            <span className="visually-hidden">{t(`metric.${metric}`)}: </span>
            <span data-testid={testIds[metric]}>{value === null ? '' : value.toFixed(digits)}</span>
          </li>
        );
      })}
    </ul>
  );
}
