import { useApp, useTexts, useWide } from '../common/hooks';
import { SettingsForm } from '../train/settings-form';
import styles from './settings-column.module.css';

/** The settings at the left of the Train view, where there is room; elsewhere they are in a sheet. */
export function SettingsColumn({ className }: { className: string }) {
  const { t } = useTexts();
  const wide = useWide();
  const view = useApp((state) => state.view);
  if (!wide || view !== 'train') return null;
  return (
    <aside className={`${className} ${styles.column}`} aria-label={t('settings.title')}>
      <SettingsForm />
    </aside>
  );
}
