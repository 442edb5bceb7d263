import { useRef } from 'react';
import { bestOf } from '../../core/keeping';
import { nearestStop, timelineStops } from '../../core/timeline';
import type { TimelineStop } from '../../core/timeline';
import { runs } from '../../state/app';
import { scrubbedStep } from '../../state/store';
import { useApp, useTexts } from '../common/hooks';
import { runName } from '../runs/run-name';
import styles from './timeline.module.css';

/** The run from its first step to its last: how far it is, its kept checkpoints, and a handle that goes back to any of them. */
export function Timeline() {
  const { t } = useTexts();
  const track = useRef<HTMLDivElement>(null);
  const { step, steps, kept, at } = useApp((state) => ({
    step: state.step,
    steps: Math.max(1, state.step, state.run?.config.steps ?? state.draft.config.steps),
    kept: state.kept?.runs.find(({ id }) => id === state.keptId) ?? null,
    at: scrubbedStep(state),
  }));
  const checkpoints = kept?.checkpoints ?? [];
  const stops = timelineStops(
    checkpoints.map((one) => one.step),
    step,
  );
  const best = bestOf(checkpoints);
  const index = Math.max(0, stops.indexOf(at));
  const go = (stop: TimelineStop) => {
    if (stop === at) return;
    if (stop === null) void runs.now();
    else if (kept) void runs.look({ run: kept.id, step: stop, name: runName(kept, t) });
  };
  const goTo = (x: number) => {
    const box = track.current?.getBoundingClientRect();
    if (box && box.width > 0) go(nearestStop(stops, (x - box.left) / box.width, step, steps));
  };
  const place = (one: number) => ({ left: `${(100 * one) / steps}%` });
  const words = (stop: TimelineStop) =>
    stop === null ? t('timeline.now', { step }) : t(stop === best?.step ? 'timeline.best' : 'timeline.at', { step: stop });
  return (
    <div ref={track} className={styles.timeline}>
      <span className={styles.fill} style={{ width: `${(100 * step) / steps}%` }} />
      {checkpoints.map((one) => (
        <span
          key={one.step}
          className={styles.mark}
          data-best={one === best || undefined}
          data-testid={`kept-${one.step}`}
          style={place(one.step)}
        />
      ))}
      <span className={styles.handle} data-back={at !== null || undefined} style={place(at ?? step)} />
      {/* Keys go from stop to stop, the pointer to the stop that is nearest to it. */}
      <input
        type="range"
        className={styles.input}
        aria-label={t('timeline.label')}
        aria-valuetext={words(at)}
        min={0}
        max={stops.length - 1}
        value={index}
        onChange={(event) => go(stops[event.target.valueAsNumber] ?? null)}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.focus();
          event.currentTarget.setPointerCapture(event.pointerId);
          goTo(event.clientX);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event.clientX);
        }}
      />
    </div>
  );
}
