import { Activity, BookMarked, CircleCheck, CircleDashed, Copy, OctagonX, Scale, TrendingUp, VolumeX, Waves } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { judge, STEPS_NEEDED, WINDOW } from '../../core/health';
import type { Condition, Evidence, Health } from '../../core/health';
import type { MetricName } from '../../core/metrics';
import type { Config } from '../../core/settings';
import { formatNumber, formatShare } from '../../i18n/text';
import { session } from '../../state/app';
import type { Curves } from '../../state/curves';
import type { History } from '../../state/history';
import { modelInView } from '../../state/store';
import { browserClock, throttle } from '../../state/timing';
import { Explained } from '../common/explained';
import { useApp, useTexts } from '../common/hooks';
import styles from './health-panel.module.css';
import { useCurves } from './use-curves';

/** Shortest time between two verdicts, in milliseconds: words that change faster cannot be read. */
const VERDICT_MS = 1000;

/** The picture of each condition. */
export const HEALTH_ICONS: Record<Condition, LucideIcon> = {
  early: CircleDashed,
  learning: CircleCheck,
  dAhead: TrendingUp,
  dStrong: Activity,
  gStrong: Activity,
  chance: Scale,
  oscillating: Waves,
  vanishing: VolumeX,
  collapsed: Copy,
  memorising: BookMarked,
  notFinite: OctagonX,
};

/** How the run is doing: a word, what it means and what to try, and the numbers it rests on. */
export function HealthPanel() {
  const { t, language } = useTexts();
  const { loss, labelSmoothing } = useApp((state) => (modelInView(state) ?? state.draft).config);
  const failed = useApp((state) => state.phase === 'failed' && state.viewed === null);
  const health = useHealth(useCurves(), loss, labelSmoothing);
  const condition = failed ? 'notFinite' : health.condition;
  const Icon = HEALTH_ICONS[condition];
  const short = (value: number) => formatNumber(language, value, 3);
  return (
    <section className={styles.panel} data-condition={condition} aria-label={t('health.title')}>
      <h2 className={styles.verdict}>
        <Icon size={18} aria-hidden />
        {t(`health.${condition}`)}
      </h2>
      <p>
        <Explained text={t(`health.${condition}.text`, { needed: STEPS_NEEDED, count: health.count })} />
      </p>
      {condition !== 'early' && condition !== 'notFinite' && (
        <p className={styles.facts}>
          {t('health.facts', {
            count: health.count,
            dReal: short(health.dReal),
            dFake: short(health.dFake),
          })}
          {health.evidence.diversity !== undefined &&
            ` · ${t('health.diversity', { share: formatShare(language, Number(health.evidence.diversity.toFixed(2))) })}`}
          {condition === 'oscillating' && ` · ${t('health.swings', { count: health.swings })}`}
        </p>
      )}
    </section>
  );
}

function useHealth(
  { history, until }: Pick<Curves, 'history' | 'until'>,
  loss: Config['loss'],
  labelSmoothing: number,
): Health {
  const judgeNow = useCallback(
    () => judgeUntil(history, until, { loss, labelSmoothing }, session.pictures.samples.value?.evidence),
    [history, until, loss, labelSmoothing],
  );
  const [health, setHealth] = useState(judgeNow);
  useEffect(() => {
    let mounted = true;
    const update = throttle(() => mounted && setHealth(judgeNow()), VERDICT_MS, browserClock);
    update();
    const stops = [session.changes.subscribe(update), session.pictures.samples.subscribe(update)];
    return () => {
      mounted = false;
      for (const stop of stops) stop();
    };
  }, [judgeNow]);
  return health;
}

/** The verdict on a run as it was at a step, with what its samples say where that is known. */
function judgeUntil(
  history: History,
  until: number,
  config: Pick<Config, 'loss' | 'labelSmoothing'>,
  evidence: Evidence | undefined,
): Health {
  const length = history.lengthUntil(until);
  const from = Math.max(0, length - Math.max(WINDOW, STEPS_NEEDED));
  const recent = (name: MetricName) => history.column(name).subarray(from, length);
  return judge(
    {
      lossD: recent('lossD'),
      lossG: recent('lossG'),
      dReal: recent('dReal'),
      dFakeAfter: recent('dFakeAfter'),
      gradNormD: recent('gradNormD'),
      gradNormG: recent('gradNormG'),
    },
    config,
    evidence,
  );
}
