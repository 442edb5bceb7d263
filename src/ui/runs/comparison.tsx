import { useEffect, useMemo, useState } from 'react';
import type { Images } from '../../core/images';
import type { KeptRun } from '../../core/kept-run';
import { drawLatents } from '../../core/latent';
import type { MetricName } from '../../core/metrics';
import { RandomStream } from '../../core/random';
import { runs as keptRuns } from '../../state/app';
import { History } from '../../state/history';
import { Slot } from '../../state/slot';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Overlay } from '../lab/overlay';
import type { RunMark } from '../lab/overlay';
import type { ChartSpec, Zoom } from '../train/curve-chart';
import { useCurveChart } from '../train/use-curve-chart';
import { seedsOfLatents } from './latent-seeds';
import { runName } from './run-name';
import styles from './runs-panel.module.css';
import { Still } from './still';

const MARKS: readonly RunMark[] = ['a', 'b', 'c', 'd'];
const COUNT = 16;
/** About how wide one of them is in a column, in CSS pixels. */
const COLUMN_PIXELS = 44;
const METRIC_CHOICES: readonly MetricName[] = ['lossD', 'lossG', 'dReal', 'dFakeBefore', 'gradNormD', 'gradNormG'];

/** Kept runs side by side: each at any of its checkpoints, all drawing the same z, and one metric of all in one chart. */
export function Comparison({ runs }: { runs: readonly KeptRun[] }) {
  const { t } = useTexts();
  const { seeds, shared } = seedsOfLatents(runs.map(({ config }) => config));
  return (
    <section className={styles.comparison} aria-label={t('runs.compared')}>
      <h3>{t('runs.compared')}</h3>
      <p className={styles.hint}>{t(shared ? 'runs.sameZ' : 'runs.ownZ')}</p>
      <div className={styles.columns}>
        {/* One run alone is compared with itself, at two of its points. */}
        {runs.length === 1 && <Column run={runs[0]!} mark="a" seed={seeds[0]!} first />}
        {runs.map((run, n) => (
          <Column key={run.id} run={run} mark={MARKS[n]!} seed={seeds[n]!} />
        ))}
      </div>
      <Curves runs={runs} />
    </section>
  );
}

interface ColumnProps {
  run: KeptRun;
  mark: RunMark;
  seed: number;
  /** Begins at the run's first checkpoint rather than its last. */
  first?: boolean;
}

function Column({ run, mark, seed, first = false }: ColumnProps) {
  const { t } = useTexts();
  const [step, setStep] = useState(run.checkpoints.at(first ? 0 : -1)?.step ?? 0);
  const [images, setImages] = useState<Images | null>(null);
  const { id, config } = run;
  useEffect(() => {
    let wanted = true;
    const z = drawLatents(new RandomStream(seed, 'grid'), COUNT, config);
    void keptRuns.render({ run: id, step }, z).then((made) => wanted && setImages(made));
    return () => {
      wanted = false;
    };
  }, [id, step, seed, config]);
  const name = runName(run, t);
  const scale = Math.max(1, Math.floor(COLUMN_PIXELS / config.imageSize));
  return (
    <figure className={styles.column} data-run={mark}>
      <figcaption>
        <span className={styles.mark} aria-hidden>
          {mark.toUpperCase()}
        </span>
        {name}
      </figcaption>
      <Select
        aria-label={`${name}: ${t('timeline.label')}`}
        value={String(step)}
        options={run.checkpoints.map(({ step: at }) => ({ value: String(at), text: t('timeline.at', { step: at }) }))}
        onPick={(value) => setStep(Number(value))}
      />
      {images && <Still images={images} columns={4} rows={4} scale={scale} data-testid="compared" />}
    </figure>
  );
}

function Curves({ runs }: { runs: readonly KeptRun[] }) {
  const { t } = useTexts();
  const [metric, setMetric] = useState<MetricName>('lossD');
  const [zoom] = useState(() => new Slot<Zoom | null>(null));
  const [changes] = useState(() => new Slot(0));
  const histories = useMemo(() => runs.map(() => ({ history: new History() })), [runs]);
  useEffect(() => {
    runs.forEach(({ id }, n) => {
      void keptRuns.history(id).then((rows) => {
        if (rows) histories[n]!.history.append(rows);
        changes.set(changes.value + 1);
      });
    });
  }, [runs, histories, changes]);
  const source = useMemo(() => new Overlay(histories, metric), [histories, metric]);
  const spec = useMemo<ChartSpec<RunMark>>(
    () => ({
      curves: runs.map((_, n) => ({
        metric: MARKS[n]!,
        colour: `--run-${MARKS[n]!}` as const,
        mark: MARKS[n]!.toUpperCase(),
        dashed: n > 1,
      })),
      levels: [],
      range: null,
      showSteps: true,
      height: 140,
    }),
    [runs],
  );
  const [follow, host] = useCurveChart({ spec, source, changes, zoom, smooth: true });
  return (
    <figure className={styles.curves}>
      <figcaption>
        <Select
          aria-label={t('runs.curve')}
          value={metric}
          options={METRIC_CHOICES.map((value) => ({ value, text: t(`metric.${value}`) }))}
          onPick={setMetric}
        />
      </figcaption>
      <div ref={follow} className={styles.plot} style={{ height: spec.height }} aria-hidden>
        <div ref={host} />
      </div>
    </figure>
  );
}
