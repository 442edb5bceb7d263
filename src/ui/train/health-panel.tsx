import { Activity, BookMarked, CircleCheck, CircleDashed, Copy, OctagonX, Scale, VolumeX, Waves } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { judge, STEPS_NEEDED, WINDOW } from '../../core/health';
import type { Condition, Health } from '../../core/health';
import type { Config } from '../../core/settings';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import { browserClock, throttle } from '../../state/timing';
import { Explained } from '../common/explained';
import { useApp, useTexts } from '../common/hooks';
import styles from './health-panel.module.css';

/** Shortest time between two verdicts, in milliseconds: words that change faster cannot be read. */
const VERDICT_MS = 1000;

/** The picture of each condition. */
export const HEALTH_ICONS: Record<Condition, LucideIcon> = {
  early: CircleDashed,
  learning: CircleCheck,
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
  const { loss, labelSmoothing } = useApp(({ run, draft }) => (run ?? draft).config);
  const failed = useApp((state) => state.phase === 'failed');
  const health = useHealth(loss, labelSmoothing);
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
            lossD: short(health.lossD),
            lossG: short(health.lossG),
          })}
          {condition === 'oscillating' && ` · ${t('health.swings', { count: health.swings })}`}
        </p>
      )}
    </section>
  );
}

function useHealth(loss: Config['loss'], labelSmoothing: number): Health {
  const [health, setHealth] = useState(() => judgeNow({ loss, labelSmoothing }));
  useEffect(() => {
    let mounted = true;
    const update = throttle(() => mounted && setHealth(judgeNow({ loss, labelSmoothing })), VERDICT_MS, browserClock);
    update();
    const stop = session.changes.subscribe(update);
    return () => {
      mounted = false;
      stop();
    };
  }, [loss, labelSmoothing]);
  return health;
}

function judgeNow(config: Pick<Config, 'loss' | 'labelSmoothing'>): Health {
  const { history } = session;
  const from = Math.max(0, history.length - Math.max(WINDOW, STEPS_NEEDED));
  const recent = (name: Parameters<typeof history.column>[0]) => history.column(name).subarray(from);
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
  );
}
