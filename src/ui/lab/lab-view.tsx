import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { LAB_PAGES, labPage } from '../../state/lab-page';
import type { LabPage } from '../../state/lab-page';
import { usePhone, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { ActivationsPage } from './activations-page';
import { ClinicPage } from './clinic-page';
import { ConvolutionsPage } from './convolutions-page';
import { ExperimentsPage } from './experiments-page';
import { GamePage } from './game-page';
import { GlossaryPage } from './glossary-page';
import styles from './lab-view.module.css';
import { LessonsPage } from './lessons-page';
import { BatchNormPage } from './norm-page';
import { SlowPage } from './slow-page';
import { TanhPage } from './tanh-page';

const PAGES: Record<LabPage, () => ReactNode> = {
  experiments: ExperimentsPage,
  convolutions: ConvolutionsPage,
  tanh: TanhPage,
  batchNorm: BatchNormPage,
  activations: ActivationsPage,
  clinic: ClinicPage,
  slow: SlowPage,
  game: GamePage,
  lessons: LessonsPage,
  glossary: GlossaryPage,
};

/** The Lab: a list of its pages, and the one that is chosen. */
export function LabView() {
  const page = useStore(labPage, (state) => state.page);
  const Page = PAGES[page];
  const view = useRef<HTMLDivElement>(null);
  // The view is scrolled by what holds it; another page begins at its top.
  useEffect(() => {
    view.current?.closest('main')?.scrollTo(0, 0);
  }, [page]);
  return (
    <div ref={view} className={styles.view}>
      <Pages />
      <div className={styles.page}>
        <Page />
      </div>
    </div>
  );
}

function Pages() {
  const { t } = useTexts();
  const phone = usePhone();
  const page = useStore(labPage, (state) => state.page);
  const show = (next: LabPage) => labPage.setState({ page: next });
  if (phone)
    return (
      <nav className={styles.choice} aria-label={t('lab.pages')}>
        <Select
          aria-label={t('lab.pages')}
          value={page}
          options={LAB_PAGES.map((id) => ({ value: id, text: t(`lab.page.${id}`) }))}
          onPick={show}
        />
      </nav>
    );
  return (
    <nav className={styles.pages} aria-label={t('lab.pages')}>
      <ul>
        {LAB_PAGES.map((id) => (
          <li key={id}>
            <button type="button" aria-current={id === page ? 'page' : undefined} onClick={() => show(id)}>
              {t(`lab.page.${id}`)}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
