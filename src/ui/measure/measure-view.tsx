import { createElement, useState } from 'react';
import { FEATURE_KINDS } from '../../core/measures';
import type { FeatureKind } from '../../core/measures';
import { measure } from '../../state/app';
import { SCHEDULES } from '../../state/measure';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import { PanelTabs } from '../common/panel-tabs';
import { ProgressLine } from '../common/progress-line';
import { Select } from '../common/select';
import { CopiesPanel } from './copies-panel';
import { CurvesPanel } from './curves-panel';
import { FeaturesPanel } from './features-panel';
import { useMeasure } from './hooks';
import styles from './measure.module.css';
import { NumbersPanel } from './numbers-panel';

/** How many samples a measurement can take. */
const COUNTS = [250, 500, 1000, 2000, 5000];

/** The panels of Measure, in the order of their tabs. */
const PANELS = { numbers: NumbersPanel, copies: CopiesPanel, curves: CurvesPanel, features: FeaturesPanel } as const;
type Panel = keyof typeof PANELS;
const PANEL_IDS = Object.keys(PANELS) as Panel[];

/** How good the model in view is, in numbers beside those of real images. */
export function MeasureView() {
  const { t } = useTexts();
  const [panel, setPanel] = useState<Panel>('numbers');
  const ready = useApp((state) => modelInView(state) !== null);
  if (!ready) return <p className={styles.empty}>{t('measure.waiting')}</p>;
  return (
    <div className={styles.view}>
      <Bar />
      <PanelTabs
        label={t('measure.panels')}
        ids={PANEL_IDS}
        value={panel}
        nameOf={(id) => t(`measure.panel.${id}`)}
        onPick={setPanel}
        panelOf={(id) => <div className={styles.panel}>{createElement(PANELS[id])}</div>}
      />
    </div>
  );
}

/** What is measured by what, and the buttons that begin it. */
function Bar() {
  const { t } = useTexts();
  const { samples, seed, features, every, running, report } = useMeasure((state) => state);
  const update = measure.store.setState;
  const kinds: (FeatureKind | 'auto')[] = ['auto', ...FEATURE_KINDS];
  return (
    <div className={styles.bar}>
      <label className={styles.field}>
        {t('measure.samples')}
        <Select
          value={String(samples)}
          options={COUNTS.map((count) => ({ value: String(count), text: t('measure.count', { n: count }) }))}
          onPick={(value) => update({ samples: Number(value) })}
        />
      </label>
      <label className={styles.field}>
        {t('measure.features')}
        <Select
          value={features ?? 'auto'}
          options={kinds.map((value) => ({ value, text: t(`measure.features.${value}`) }))}
          onPick={(value) => update({ features: value === 'auto' ? null : value })}
        />
      </label>
      <label className={styles.field}>
        {t('measure.seed')}
        <input
          className={styles.seed}
          type="number"
          min={0}
          max={2 ** 31 - 1}
          value={seed}
          onChange={({ target }) => target.validity.valid && target.value !== '' && update({ seed: target.valueAsNumber })}
        />
      </label>
      <Button tone="strong" inactive={running !== null} onClick={() => void measure.start()}>
        {t(report ? 'measure.again' : 'measure.start')}
      </Button>
      {running && (
        <ProgressLine label={t('measure.running')} {...running} onCancel={() => void measure.cancel()} />
      )}
      <label className={styles.schedule} title={t('measure.schedule.help', { count: samples })}>
        {t('measure.schedule')}
        <Select
          value={String(every)}
          options={SCHEDULES.map((n) => ({
            value: String(n),
            text: n === 0 ? t('measure.schedule.off') : t('measure.schedule.every', { n }),
          }))}
          onPick={(value) => update({ every: SCHEDULES.find((n) => String(n) === value) ?? 0 })}
        />
      </label>
    </div>
  );
}
