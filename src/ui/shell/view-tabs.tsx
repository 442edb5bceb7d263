import { Tabs } from '@base-ui/react/tabs';
import { Lock } from 'lucide-react';
import { ACTIONS } from '../../actions/registry';
import { isOpen, shownViews } from '../../state/lesson';
import type { View } from '../../state/store';
import { useApp, usePhone, useTexts } from '../common/hooks';
import styles from './view-tabs.module.css';

const ICONS = {
  train: ACTIONS.viewTrain.icon,
  explore: ACTIONS.viewExplore.icon,
  inspect: ACTIONS.viewInspect.icon,
  lab: ACTIONS.viewLab.icon,
  measure: ACTIONS.viewMeasure.icon,
  data: ACTIONS.viewData.icon,
} satisfies Record<View, unknown>;

/** The views as tabs: under the header, and at the bottom of a phone. */
export function ViewTabs() {
  const { t } = useTexts();
  const phone = usePhone();
  const views = useApp(shownViews);
  const open = useApp((state) => views.filter((view) => isOpen(state, view)));
  return (
    <Tabs.List className={styles.list!} aria-label={t('view.label')}>
      {views.map((view) => {
        const locked = !open.includes(view);
        const Icon = locked ? Lock : ICONS[view];
        return (
          <Tabs.Tab key={view} value={view} className={styles.tab!} disabled={locked}>
            {phone && <Icon size={18} aria-hidden />}
            {t(`view.${view}`)}
            {locked && !phone && <Lock size={12} className={styles.lock} aria-hidden />}
            {locked && <span className="visually-hidden"> {t('lesson.locked')}</span>}
          </Tabs.Tab>
        );
      })}
    </Tabs.List>
  );
}
