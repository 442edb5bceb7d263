import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../common/hooks';
import { filesOf, hasFiles } from './dropped-files';
import { give } from './own-images';
import styles from './drop-target.module.css';

/** Takes files and folders that are dropped anywhere on what it holds, and shows so while they hover. */
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
      onDrop={(event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        setOver(false);
        void filesOf(event.dataTransfer).then((files) => give(files, t('own.dropped')));
      }}
    >
      {children}
      {over && <p className={styles.hint}>{t('own.dropHere')}</p>}
    </div>
  );
}
