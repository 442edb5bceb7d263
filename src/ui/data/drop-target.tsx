import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../common/hooks';
import { hasFiles } from './dropped-files';
import styles from './drop-target.module.css';

/** Shows that files and folders can be dropped on what it holds while they hover; the page itself takes them. */
export function DropTarget({ className, children }: { className?: string; children: ReactNode }) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  return (
    <div
      className={[className, styles.target, over && styles.over].filter(Boolean).join(' ')}
      data-testid="drop-target"
      onDragOver={(event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      }}
      onDrop={() => setOver(false)}
    >
      {children}
      {over && <p className={styles.hint}>{t('own.dropHere')}</p>}
    </div>
  );
}
