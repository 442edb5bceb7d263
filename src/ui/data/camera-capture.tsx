import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { dataSets } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { useDataSets } from './hooks';
import { Tray } from './tray';
import styles from './camera-capture.module.css';

type CameraState = 'asking' | 'on' | 'refused';

interface CameraCaptureProps {
  /** Called when a set is asked for of the pictures taken. */
  onMake: () => void;
}

/** The camera's picture, a button that takes it into the tray, and the tray. The camera is let go of when this closes. */
export function CameraCapture({ onMake }: CameraCaptureProps) {
  const { t } = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<CameraState>('asking');
  const taken = useDataSets((state) => state.tray.length);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let closed = false;
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
      } catch {
        // Refused by the person, taken by another program, or not there: to the person it is all the same.
        if (!closed) setCamera('refused');
        return;
      }
      if (closed) return stop(stream);
      if (video.current) video.current.srcObject = stream;
      setCamera('on');
    };
    void open();
    return () => {
      closed = true;
      if (stream) stop(stream);
    };
  }, []);
  return (
    <div className={styles.camera}>
      {camera === 'refused' && <p>{t('own.cameraRefused')}</p>}
      {camera === 'asking' && <p>{t('own.cameraAsking')}</p>}
      <video ref={video} className={styles.picture} autoPlay muted playsInline hidden={camera !== 'on'} />
      <Button icon={Camera} tone="strong" inactive={camera !== 'on'} onClick={() => void take(video.current)}>
        {t('own.capture')}
      </Button>
      <output>{t('own.trayCount', { count: taken })}</output>
      <Tray onMake={onMake} />
    </div>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function take(video: HTMLVideoElement | null): Promise<void> {
  if (!video || video.videoWidth === 0) return;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  dataSets.addToTray(await canvas.convertToBlob({ type: 'image/png' }));
}
