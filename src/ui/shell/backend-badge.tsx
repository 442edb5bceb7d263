import { TriangleAlert } from 'lucide-react';
import { session } from '../../state/app';
import { useApp, useTexts } from '../common/hooks';
import { adapterName } from './adapter-name';
import styles from './backend-badge.module.css';

/** Names the backend and the adapter, says plainly when the GPU is a software one, and opens the details. */
export function BackendBadge() {
  const { t } = useTexts();
  const backend = useApp((state) => state.backend);
  const connection = useApp((state) => state.connection);
  return (
    <button type="button" className={styles.badge} onClick={() => session.store.setState({ dialog: 'backend' })}>
      <span className="visually-hidden">{t('badge.title')}: </span>
      {backend ? (
        <>
          <strong data-testid="backend">{backend.backend}</strong>
          {backend.software && (
            <span className={styles.software}>
              <TriangleAlert size={14} aria-hidden />
              {t('badge.software')}
            </span>
          )}
          <span className={styles.adapter} data-testid="adapter">
            {adapterName(backend, t)}
          </span>
        </>
      ) : (
        <span>{connection === 'failed' ? '—' : t('badge.connecting')}</span>
      )}
    </button>
  );
}
