import { session } from '../../state/app';
import { Sheet } from '../common/sheet';
import { useApp, usePhone, useTexts, useWide } from '../common/hooks';
import { RunsPanel } from '../runs/runs-panel';
import { ExportPanel } from '../share/export-panel';
import { LessonEditor } from '../share/lesson-editor';
import { OpenLink } from '../share/open-link';
import { SettingsForm } from '../train/settings-form';
import { BackendDetails } from './backend-details';
import styles from './dialogs.module.css';
import { Pickers } from './header';
import { HelpContent } from './help-content';
import { ShareContent } from './share-content';

/** The panels over the page, one at a time. */
export function Dialogs() {
  const { t } = useTexts();
  const dialog = useApp((state) => state.dialog);
  const phone = usePhone();
  const wide = useWide();
  const close = () => session.store.setState({ dialog: null });
  return (
    <>
      <Sheet open={dialog === 'settings' && !wide} onClose={close} title={t('settings.title')} form="sheet">
        {phone && (
          <div className={styles.pickers}>
            <Pickers />
          </div>
        )}
        <SettingsForm />
      </Sheet>
      <Sheet open={dialog === 'help'} onClose={close} title={t('help.title')} form="card">
        <HelpContent />
      </Sheet>
      <Sheet open={dialog === 'share'} onClose={close} title={t('header.share')} form="card">
        <ShareContent />
      </Sheet>
      <Sheet open={dialog === 'export'} onClose={close} title={t('export.title')} form="card">
        <ExportPanel />
      </Sheet>
      <Sheet open={dialog === 'backend'} onClose={close} title={t('badge.title')} form="card">
        <BackendDetails />
      </Sheet>
      <Sheet open={dialog === 'lesson'} onClose={close} title={t('lesson.editor')} form="wide">
        <LessonEditor />
      </Sheet>
      <Sheet open={dialog === 'runs'} onClose={close} title={t('runs.title')} form="wide">
        <RunsPanel />
      </Sheet>
      <OpenLink />
    </>
  );
}
