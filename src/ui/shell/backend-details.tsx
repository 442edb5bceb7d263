import type { BackendName } from '../../core/backend-name';
import { adviceHere } from '../../state/browser-advice';
import { useApp, useTexts } from '../common/hooks';
import { adapterName } from './adapter-name';
import styles from './dialogs.module.css';

/** What computes, what was tried before, and what to do for a faster one. */
export function BackendDetails() {
  const { t, message } = useTexts();
  const backend = useApp((state) => state.backend);
  const stepKind = useApp((state) => state.run?.stepKind ?? state.backend?.stepKind);
  if (!backend) return <p>{t('badge.connecting')}</p>;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('badge.backend')}</dt>
        <dd>{backend.backend}</dd>
        <dt>{t('badge.adapter')}</dt>
        <dd>{adapterName(backend, t)}</dd>
        {stepKind && (
          <>
            <dt>{t('badge.step')}</dt>
            <dd>{t(`badge.step.${stepKind}`)}</dd>
          </>
        )}
        {backend.passedOver.length > 0 && (
          <>
            <dt>{t('badge.passedOver')}</dt>
            <dd>
              {backend.passedOver.map((passed) => (
                <p key={passed.backend}>
                  {passed.backend}: {message(passed.message)}
                </p>
              ))}
            </dd>
          </>
        )}
      </dl>
      {backend.software && (
        <div className={styles.warning}>
          <p>{t('badge.softwareText')}</p>
          <a href={withBackend('wasm')}>{t('badge.useWasm')}</a>
        </div>
      )}
      {backend.backend !== 'webgpu' && (
        <div className={styles.warning}>
          <p>{t('badge.noWebgpu')}</p>
          <p>{t(adviceHere())}</p>
          <a href={withBackend('webgpu')}>{t('badge.useWebgpu')}</a>
        </div>
      )}
    </>
  );
}

/** The page's address with another backend asked for. */
function withBackend(backend: BackendName): string {
  const url = new URL(location.href);
  url.searchParams.set('backend', backend);
  return url.href;
}
