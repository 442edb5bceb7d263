import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './panel-tabs.module.css';

interface PanelTabsProps<Id extends string> {
  className?: string;
  /** What is chosen among. */
  label: string;
  ids: readonly Id[];
  value: Id;
  nameOf: (id: Id) => string;
  onPick: (id: Id) => void;
  panelOf: (id: Id) => ReactNode;
  /** At the other end of the tabs' line. */
  beside?: ReactNode;
}

/** The parts of a view as tabs, of which one is shown. */
export function PanelTabs<Id extends string>(props: PanelTabsProps<Id>) {
  const { className, label, ids, value, nameOf, onPick, panelOf, beside } = props;
  return (
    <Tabs.Root className={className!} value={value} onValueChange={(next: Id) => onPick(next)}>
      <div className={styles.bar}>
        <Tabs.List className={styles.tabs!} aria-label={label}>
          {ids.map((id) => (
            <Tabs.Tab key={id} value={id} className={styles.tab!}>
              {nameOf(id)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {beside}
      </div>
      {ids.map((id) => (
        <Tabs.Panel key={id} value={id} className={styles.panel!}>
          {panelOf(id)}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
