import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './error-boundary.module.css';

interface State {
  error: Error | null;
}

/** Shows a sentence and a way on instead of a blank page when drawing the page has failed. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <Failure error={error} /> : this.props.children;
  }
}

function Failure({ error }: { error: Error }) {
  const { t, message } = useTexts();
  return (
    <main className={styles.failure} role="alert" data-testid="notice">
      <h1>{t('app.name')}</h1>
      <p>{message({ code: 'unexpected' })}</p>
      <Button tone="strong" onClick={() => location.reload()}>
        {t('action.reload')}
      </Button>
      <details>
        <summary>{t('error.detail')}</summary>
        <pre>{error.stack ?? error.message}</pre>
      </details>
    </main>
  );
}
