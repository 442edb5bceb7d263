import { useMemo } from 'react';
import { lab } from '../../state/lab-app';
import type { LabRun } from '../../state/lab-runs';
import { Slot } from '../../state/slot';
import type { TileLayout } from '../common/draw-images';
import { usePixelRatio, useSize, useSlot, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import type { Zoom } from '../train/curve-chart';
import styles from './experiment-runs.module.css';
import { colourOf, isDashed, useExperiment, useRunNames } from './hooks';
import { OverlayChart } from './overlay-chart';

/** Samples a side of a run's grid, the room between two grids, and a grid's largest width in CSS pixels. */
const SIDE = 5;
const GAP = 20;
const WIDEST = 260;
/** Narrower than this no picture can be told from another: grids then stand in rows of fewer. */
const NARROWEST = 170;

const zoom = new Slot<Zoom | null>(null);
const CHARTS = ['lossD', 'lossG', 'gradNormG'] as const;
const ofSamples = ({ images }: LabRun['samples']['value']) => images;
const ofReals = (images: typeof lab.experiment.reals.value) => images;

/** The runs beside each other: samples of the same z, real images, and each metric's curves in one chart. */
export function ExperimentRuns() {
  const { t } = useTexts();
  const [follow, size] = useSize();
  const runs = useSlot(lab.experiment.runs);
  const names = useRunNames(useExperiment((state) => state.id));
  const reals = useSlot(lab.experiment.reals);
  const first = runs[0];
  const tiles = useTiles(size?.width ?? 0, runs.length + 1, first?.summary.config.imageSize ?? 16);
  return (
    <section ref={follow} className={styles.runs}>
      {first && size && (
        <>
          <div className={styles.grids}>
            {runs.map((run, n) => (
              <RunGrid key={run.summary.id} run={run} n={n} name={names[n]!} tiles={tiles} />
            ))}
            {reals && (
              <figure className={styles.grid}>
                <figcaption className={styles.real}>{t('lab.exp.reals')}</figcaption>
                <ImagesCanvas slot={lab.experiment.reals} imagesOf={ofReals} layout={tiles} size={first.summary.config.imageSize}>
                  {t('lab.exp.reals')}
                </ImagesCanvas>
              </figure>
            )}
          </div>
          <div className={styles.charts}>
            {CHARTS.map((metric) => (
              <OverlayChart
                key={metric}
                title={t(`lab.exp.chart.${metric}`)}
                metric={metric}
                runs={runs}
                changes={lab.experiment.changes}
                zoom={zoom}
              />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** Grids of whole device pixels, as large as `count` of them beside each other may be. */
function useTiles(width: number, count: number, size: number): TileLayout {
  const ratio = usePixelRatio();
  return useMemo(() => {
    const beside = Math.max(2, Math.min(count, Math.floor((width + GAP) / (NARROWEST + GAP))));
    const room = Math.min(WIDEST, (width - GAP * (beside - 1)) / beside) * ratio;
    const gap = Math.round(2 * ratio);
    const scale = Math.max(1, Math.floor((room - gap * (SIDE - 1)) / SIDE / size));
    const columns = Math.max(2, Math.min(SIDE, Math.floor((room + gap) / (size * scale + gap))));
    return { columns, rows: columns, scale, gap };
  }, [width, count, size, ratio]);
}

interface RunGridProps {
  run: LabRun;
  n: number;
  name: string;
  tiles: TileLayout;
}

function RunGrid({ run, n, name, tiles }: RunGridProps) {
  const { t, message } = useTexts();
  useSlot(lab.experiment.changes);
  return (
    <figure className={styles.grid}>
      <figcaption style={{ color: `var(${colourOf(n)}-text)` }}>
        <span className={styles.mark} style={{ color: `var(${colourOf(n)})` }} data-dashed={isDashed(n) || undefined} aria-hidden />
        {name}
      </figcaption>
      <ImagesCanvas
        data-testid="lab-samples"
        slot={run.samples}
        imagesOf={ofSamples}
        layout={tiles}
        size={run.summary.config.imageSize}
      >
        {t('lab.exp.samples', { run: name })}
      </ImagesCanvas>
      {run.problem && (
        <p className={styles.problem}>
          {run.failedAt === null ? message(run.problem) : t('lab.exp.failed', { step: run.failedAt })}
        </p>
      )}
    </figure>
  );
}
