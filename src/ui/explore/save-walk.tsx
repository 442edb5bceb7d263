import { useEffect, useState } from 'react';
import type { Images } from '../../core/images';
import { explore } from '../../state/app';
import { modelInView } from '../../state/store';
import type { FrameFormat } from '../../worker/protocol';
import { Button } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import { saveFile } from './save-file';
import styles from './tools.module.css';

/** Side of the files' frames in pixels, as whole multiples allow. */
const FILE_SIDE = 256;

/** The walk as a file, in every form that this browser can write. */
export function SaveWalk({ frames, rate }: { frames: Images | null; rate: number }) {
  const { t } = useTexts();
  const size = useApp((state) => modelInView(state)?.config.imageSize ?? 32);
  const scale = Math.max(1, Math.floor(FILE_SIDE / size));
  const [videos, setVideos] = useState<readonly FrameFormat[]>([]);
  const [saving, setSaving] = useState<FrameFormat | null>(null);
  useEffect(() => {
    let wanted = true;
    void explore.videoFormats(size * scale).then((formats) => wanted && setVideos(formats));
    return () => {
      wanted = false;
    };
  }, [size, scale]);
  const save = async (format: FrameFormat) => {
    if (!frames) return;
    setSaving(format);
    const blob = await explore.encode(frames, format, format === 'png' ? 1 : scale, 1000 / rate);
    setSaving(null);
    if (blob) saveFile(blob, `walk.${format}`);
  };
  return (
    <div className={styles.row}>
      {(['gif', 'png', ...videos] as const).map((format) => (
        <Button key={format} inactive={!frames || saving !== null} onClick={() => void save(format)}>
          {t(`walk.save.${format}`)}
        </Button>
      ))}
      <output>{saving && t('walk.saving')}</output>
    </div>
  );
}
