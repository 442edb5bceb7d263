import { useStore } from 'zustand';
import { links, session } from '../../state/app';
import { Button } from '../common/button';
import { dataName } from '../common/data-name';
import { useApp, useTexts } from '../common/hooks';
import { Sheet } from '../common/sheet';
import styles from './open-link.module.css';

/** Asks whether a shared address may replace a run that has been trained; closing it leaves the run. */
export function OpenLink() {
  const { t } = useTexts();
  const asked = useStore(links.store, (state) => state.asked);
  const step = useApp((state) => state.step);
  const saveFirst = () => {
    links.decline();
    session.store.setState({ dialog: 'export' });
  };
  return (
    <Sheet open={asked !== null} onClose={() => links.decline()} title={t('open.title')} form="card">
      {asked && (
        <>
          <p>{t('open.what', { data: dataName(asked.draft.dataId, t), preset: t(`preset.${asked.draft.preset}`) })}</p>
          <p>{t('open.loss', { step })}</p>
          <div className={styles.buttons}>
            <Button tone="strong" onClick={() => void links.accept()}>
              {t('open.accept')}
            </Button>
            <Button onClick={saveFirst}>{t('open.save')}</Button>
            <Button tone="quiet" onClick={() => links.decline()}>
              {t('open.decline')}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}
