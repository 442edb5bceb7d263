import { useEffect } from 'react';
import { imageSizeInView } from '../../state/store';
import { useApp, usePhone, usePixelRatio, useSize, useWide } from '../common/hooks';
import { Charts } from './charts';
import { HealthPanel } from './health-panel';
import { LatentPanel } from './latent-panel';
import { NetworksStrip } from './networks-strip';
import { layoutPictures } from './picture-layout';
import { RealBatch, SampleGrid } from './pictures';
import { SpeedPanel } from './speed-panel';
import styles from './train-view.module.css';

/** Narrowest column of charts, the padding round the columns and the gap between them, in CSS pixels. */
const CHARTS_WIDTH = 280;
const PADDING = 20;
const GAP = 20;
/** Height of the samples that always has room, by scrolling where the window is low. */
const LEAST_HEIGHT = 526;
/** Height of all that stands above and below the samples in the view: captions, padding, networks. */
const REST_HEIGHT = 216;

/** Samples beside real images, the z of one of them, curves, health in words, and both networks below. */
export function TrainView() {
  const [follow, size] = useSize();
  const phone = usePhone();
  const wide = useWide();
  const ratio = usePixelRatio();
  const [followMain, main] = useSize();
  // What stands over the views leaves them less of the window.
  useEffect(() => followMain(document.getElementById('view')), [followMain]);
  const imageSize = useApp(imageSizeInView);
  const width = size?.width ?? 0;
  const columns = width >= 2 * CHARTS_WIDTH + 400;
  const padding = phone ? 16 : PADDING;
  const layout = layoutPictures({
    width: width - 2 * padding - (columns ? CHARTS_WIDTH + GAP : 0),
    height: Math.max(LEAST_HEIGHT, (main?.height ?? 0) - REST_HEIGHT),
    size: imageSize,
    ratio,
    beside: !phone,
  });
  return (
    <div ref={follow} className={styles.view} data-columns={columns || undefined} data-wide={wide || undefined}>
      {size && (
        <>
          <div className={styles.pictures} data-beside={layout.beside || undefined}>
            <SampleGrid layout={layout} size={imageSize} />
            <div className={styles.side}>
              <RealBatch layout={layout} size={imageSize} />
              {(!layout.beside || layout.realRows < 8) && <LatentPanel />}
            </div>
            {layout.beside && layout.realRows >= 8 && (
              <div className={styles.below}>
                <LatentPanel />
              </div>
            )}
          </div>
          <div className={styles.column}>
            <div className={styles.readings} data-testid="readings">
              <Charts />
              <HealthPanel />
            </div>
          </div>
          <NetworksStrip className={styles.networks} />
          <SpeedPanel />
        </>
      )}
    </div>
  );
}
