import { Camera, FileImage, FolderOpen, Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { GivenFile } from '../../core/own-images';
import { dataSets } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { Sheet } from '../common/sheet';
import { CameraCapture } from './camera-capture';
import { DrawingBoard } from './drawing-board';
import { filesOf, filesOfInput, hasFiles, nameOf } from './dropped-files';
import { ImportOptionsForm } from './import-options-form';
import { ImportReportPanel } from './import-report';
import { ImportProgress } from './import-progress';
import { OwnSetList } from './own-set-list';
import { Tray } from './tray';
import styles from './own-images.module.css';

type Tool = 'camera' | 'draw' | null;

/** Bringing images of one's own: choosing, dropping, pasting, taking or drawing them; and the sets made of them. */
export function OwnImages() {
  const { t } = useTexts();
  const [tool, setTool] = useState<Tool>(null);
  const close = () => setTool(null);
  useEffect(() => void dataSets.refresh(), []);
  usePaste(t('own.pasted'));
  return (
    <section className={styles.panel} aria-label={t('own.title')}>
      <h2>{t('own.title')}</h2>
      <p className={styles.promise}>{t('own.promise')}</p>
      <div className={styles.ways}>
        <FileButton folder={false} />
        <FileButton folder />
        <Button icon={Camera} onClick={() => setTool('camera')}>
          {t('own.camera')}
        </Button>
        <Button icon={Pencil} onClick={() => setTool('draw')}>
          {t('own.draw')}
        </Button>
      </div>
      <p className={styles.note}>{t('own.dropNote')}</p>
      <ImportOptionsForm />
      <ImportProgress />
      {tool === null && <Tray />}
      <ImportReportPanel />
      <OwnSetList />
      <Sheet open={tool === 'camera'} onClose={close} title={t('own.camera')} form="card">
        <CameraCapture onMake={close} />
      </Sheet>
      <Sheet open={tool === 'draw'} onClose={close} title={t('own.draw')} form="card">
        <DrawingBoard onMake={close} />
      </Sheet>
    </section>
  );
}

/** A button that opens the platform's own choice of files, or of a folder with all that is in it. */
function FileButton({ folder }: { folder: boolean }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const text = t(folder ? 'own.folder' : 'own.files');
  return (
    <>
      <input
        ref={(element) => {
          input.current = element;
          if (element) element.webkitdirectory = folder;
        }}
        type="file"
        hidden
        multiple
        aria-label={text}
        data-testid={folder ? 'folder-input' : 'files-input'}
        onChange={({ target }) => {
          const files = filesOfInput(target);
          // So that the same files can be chosen again.
          target.value = '';
          void give(Promise.resolve(files), t('own.pasted'));
        }}
      />
      <Button icon={folder ? FolderOpen : FileImage} onClick={() => input.current?.click()}>
        {text}
      </Button>
    </>
  );
}

/** Imports what is pasted while the view is open. */
function usePaste(name: string): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (!event.clipboardData || !hasFiles(event.clipboardData)) return;
      event.preventDefault();
      void give(filesOf(event.clipboardData), name);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [name]);
}

/** Imports files under the name of what they came in. */
export function give(files: Promise<readonly GivenFile[]>, fallback: string): Promise<boolean> {
  return dataSets.importFiles(files, (given) => nameOf(given, fallback));
}
