import { Tabs } from '@base-ui/react/tabs';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { usePhone } from './hooks';
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
  /** Whether a pick on a phone brings the panel into view: not where something else stays at the window's top. */
  comesUp?: boolean;
}

/** The parts of a view as tabs, of which one is shown. */
export function PanelTabs<Id extends string>(props: PanelTabsProps<Id>) {
  const { className, label, ids, value, nameOf, onPick, panelOf, beside, comesUp = false } = props;
  const bar = useRef<HTMLDivElement>(null);
  const rises = usePhone() && comesUp;
  const pick = (next: Id) => {
    onPick(next);
    // The new panel has to stand there first.
    if (rises) requestAnimationFrame(() => bringUp(bar.current));
  };
  return (
    <Tabs.Root className={className!} value={value} onValueChange={pick}>
      <div className={styles.bar} ref={bar}>
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
        <Tabs.Panel key={id} value={id} className={styles.panel!} data-rises={rises || undefined}>
          {panelOf(id)}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

/** Scrolls tabs in the lower half of the window to its top, where what is below them is seen. */
function bringUp(bar: HTMLElement | null): void {
  if (bar && bar.getBoundingClientRect().bottom > window.innerHeight / 2) bar.scrollIntoView({ block: 'start' });
}
