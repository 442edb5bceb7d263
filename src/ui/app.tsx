import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tabs } from '@base-ui/react/tabs';
import { Tooltip } from '@base-ui/react/tooltip';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { listenForKeys } from '../actions/shortcuts';
import type { GivenFile } from '../core/own-images';
import { preferences, runs, session } from '../state/app';
import { isOpen } from '../state/lesson';
import { VIEWS } from '../state/store';
import { tour } from '../state/tour';
import type { View } from '../state/store';
import './tokens.css';
import './base.css';
import styles from './app.module.css';
import { useApp, useTexts, useWide } from './common/hooks';
import { DataView } from './data/data-view';
import { listenForImages } from './data/dropped-files';
import { give } from './data/own-images';
import { ExploreView } from './explore/explore-view';
import { InspectView } from './inspect/inspect-view';
import { MeasureView } from './measure/measure-view';
import { ReadyBar } from './measure/ready-bar';
import { listenForProjects } from './runs/dropped-project';
import { ResumeBar } from './runs/resume-bar';
import { LessonSheet } from './share/lesson-sheet';
import { Announcer } from './shell/announcer';
import { Dialogs } from './shell/dialogs';
import { ErrorBoundary } from './shell/error-boundary';
import { Header } from './shell/header';
import { Notices } from './shell/notices';
import { PendingBar } from './shell/pending-bar';
import { SettingsColumn } from './shell/settings-column';
import { Transport } from './shell/transport';
import { ViewedBar } from './shell/viewed-bar';
import { ViewTabs } from './shell/view-tabs';
import { useDocument } from './shell/use-document';
import { TrainView } from './train/train-view';

/** Loaded when it is first opened, so that what only it needs does not hold up the page. */
const LabView = lazy(async () => ({ default: (await import('./lab/lab-view')).LabView }));

const TourCard = lazy(async () => ({ default: (await import('./lab/tour-card')).TourCard }));

const PANELS: Record<View, React.ComponentType> = {
  train: TrainView,
  explore: ExploreView,
  inspect: InspectView,
  lab: LabView,
  measure: MeasureView,
  data: DataView,
};

/** The page: header, tabs, the view, and the transport bar that is always in reach. */
export function App() {
  return (
    <ErrorBoundary>
      <Page />
    </ErrorBoundary>
  );
}

/**
 * What there is to say and to offer over the views. Where there is room it stands beside the tabs, so that it takes none
 * from the pictures; changes that wait for a new run stand under the settings where these are.
 */
function Bars({ className }: { className: string }) {
  const wide = useWide();
  const settingsBeside = useApp((state) => state.view === 'train') && wide;
  return (
    <div className={className} data-bars={wide ? 'beside' : 'above'}>
      <Notices />
      {!settingsBeside && <PendingBar form="bar" />}
      <ViewedBar />
      <ResumeBar />
      <ReadyBar />
    </div>
  );
}

function Page() {
  const { t } = useTexts();
  const view = useApp((state) => state.view);
  const wide = useWide();
  const touring = useStore(tour, (state) => state.stop !== null);
  useDocument();
  useEffect(() => listenForKeys(window, { session, preferences }), []);
  useEffect(() => listenForProjects(window, (file) => void runs.open(file)), []);
  useEffect(() => {
    const take = (files: Promise<readonly GivenFile[]>) => {
      if (!isOpen(session.store.getState(), 'data')) return;
      session.show('data');
      void give(files, t('own.dropped'));
    };
    return listenForImages(window, take);
  }, [t]);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <Tabs.Root className={styles.app!} value={view} onValueChange={(next: View) => session.show(next)}>
          <a className={styles.skip} href="#view">
            {t('skip.toMain')}
          </a>
          <Header />
          <div className={styles.tabs}>
            <ViewTabs />
            {wide && <Bars className={styles.beside!} />}
          </div>
          <SettingsColumn className={styles.settings!} />
          <main className={styles.main} id="view" tabIndex={-1}>
            {!wide && <Bars className={styles.above!} />}
            {VIEWS.map((id) => {
              const Panel = PANELS[id];
              return (
                <Tabs.Panel key={id} value={id} className={styles.panel!}>
                  <Suspense fallback={<p className={styles.loading}>{t('lab.loading')}</p>}>
                    <Panel />
                  </Suspense>
                </Tabs.Panel>
              );
            })}
          </main>
          <LessonSheet className={styles.lesson!} />
          <Transport />
        </Tabs.Root>
        {touring && (
          <Suspense>
            <TourCard />
          </Suspense>
        )}
        <Dialogs />
        <Announcer />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
