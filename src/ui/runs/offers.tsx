import type { BackendName } from '../../core/backend-name';
import type { Message } from '../../core/messages';
import { session } from '../../state/app';
import { dismiss } from '../../state/notices';
import type { Notice } from '../../state/store';
import { Button } from '../common/button';
import { useApp, useTexts } from '../common/hooks';

/** What a notice offers to do about what it tells; the notice goes when one is taken. */
export function Offers({ notice, reason }: { notice: Notice; reason: Message }) {
  const { t } = useTexts();
  const { batchSize, backend } = useApp(({ draft, backend: summary }) => ({
    batchSize: draft.config.batchSize,
    backend: summary?.backend,
  }));
  const take = (action: () => Promise<void>) => () => {
    dismiss(session.store, notice.id);
    void action();
  };
  switch (notice.offer) {
    case 'restart':
      return <Button onClick={take(() => session.restart(reason))}>{t('action.restart')}</Button>;
    case 'lowerRate':
      return <Button onClick={take(() => session.lowerRates())}>{t('notFinite.lowerRate')}</Button>;
    case 'afterLosses': {
      const smaller = Math.max(2, Math.floor(batchSize / 2));
      const other: BackendName = backend === 'wasm' ? 'cpu' : 'wasm';
      return (
        <>
          <Button onClick={take(() => session.restart(reason, { batchSize: smaller }))}>
            {t('lost.smallerBatch', { batch: smaller })}
          </Button>
          <Button onClick={take(() => session.restart(reason, { backend: other }))}>
            {t('lost.otherBackend', { backend: other })}
          </Button>
        </>
      );
    }
    default:
      return null;
  }
}
