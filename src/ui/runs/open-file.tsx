import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { runs } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './runs-panel.module.css';

/** Opens a .dcgan file from the person's disk. */
export function OpenFile({ onLeave }: { onLeave: () => void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.file}>
      <Button icon={FolderOpen} onClick={() => input.current?.click()}>
        {t('runs.file')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".dcgan"
        hidden
        data-testid="project-file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (!file) return;
          onLeave();
          void runs.open(file);
        }}
      />
      <span className={styles.hint}>{t('runs.fileHint')}</span>
    </div>
  );
}
