import { currentUrl } from '../../actions/share';
import { session } from '../../state/app';
import { useApp, useTexts } from '../common/hooks';
import styles from './dialogs.module.css';

/** The page's address with its settings, copied where the browser allows it. */
export function ShareContent() {
  const { t, language } = useTexts();
  const copied = useApp((state) => state.copied);
  return (
    <>
      <output>{t(copied ? 'share.copied' : 'share.manual')}</output>
      <p className={styles.address}>{currentUrl(session.store, language)}</p>
    </>
  );
}
