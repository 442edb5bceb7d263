import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { LayerSpec, NetworkName } from '../../core/architecture';
import type { TextKey } from '../../i18n/text';
import { session } from '../../state/app';
import { IconButton } from '../common/button';
import { useDarkTheme, usePixelRatio, useSize, useSlot, useTexts } from '../common/hooks';
import { IMAGE_GAP } from '../train/picture-layout';
import { scaleLimit } from './colour-scale';
import styles from './inspect-view.module.css';
import { KernelCanvas } from './kernel-canvas';
import { kernelTiles } from './kernel-tiles';
import type { KernelTiles } from './kernel-tiles';

/** Pictures on one page; their sides, of which the largest is taken that keeps a page within a height; CSS pixels. */
const PAGE = 256;
const SIDES = [96, 64, 48, 32, 20] as const;
const PAGE_HEIGHT = 400;
/** Rows and columns of a table of weights that are shown at most. */
const WIDEST_TABLE = 640;

const CAPTIONS: Record<KernelTiles['kind'], TextKey> = {
  kernels: 'inspect.tiles',
  project: 'inspect.tilesProject',
  verdict: 'inspect.tilesLogit',
  matrix: 'inspect.tilesMatrix',
};

/** The kernel of one layer as pictures that change as it learns, with the colour scale they share. */
export function KernelPanel({ network, layer }: { network: NetworkName; layer: LayerSpec }) {
  const { t } = useTexts();
  const [follow, size] = useSize();
  const ratio = usePixelRatio();
  const theme = useDarkTheme() ? 'dark' : 'light';
  const [page, setPage] = useState(0);
  const weights = useSlot(session.pictures.kernels[network]);
  const tiles = useMemo(() => kernelTiles(layer), [layer]);
  const here = weights?.layer === layer.name ? weights : null;
  const limit = useMemo(() => scaleLimit(here?.values ?? []), [here]);
  const first = page * PAGE;
  const shown = Math.min(PAGE, tiles.count - first);
  const width = size?.width ?? 0;
  const scale = scaleFor(tiles, shown, width);
  const columns = Math.max(1, Math.min(shown, Math.floor((width + IMAGE_GAP) / (tiles.width * scale + IMAGE_GAP))));
  const count = tiles.kind === 'matrix' ? tiles.width * tiles.height : tiles.count;
  const label = t(CAPTIONS[tiles.kind], { shown: tiles.kind === 'matrix' ? count : shown, count });
  return (
    <div ref={follow} className={styles.kernels}>
      <div className={styles.caption}>
        <p>
          {label}
          {here && ` · ${t('inspect.atStep', { step: here.step })}`}
        </p>
        {tiles.count > PAGE && (
          <div className={styles.pages}>
            <IconButton
              icon={ChevronLeft}
              size="small"
              label={t('inspect.previous')}
              inactive={page === 0}
              onClick={() => setPage(page - 1)}
            />
            <IconButton
              icon={ChevronRight}
              size="small"
              label={t('inspect.next')}
              inactive={first + shown >= tiles.count}
              onClick={() => setPage(page + 1)}
            />
          </div>
        )}
      </div>
      {here && width > 0 ? (
        <KernelCanvas
          weights={here}
          tiles={tiles}
          first={first}
          shown={shown}
          columns={columns}
          scale={scale}
          limit={limit}
          theme={theme}
          ratio={ratio}
          label={label}
        />
      ) : (
        <p className={styles.waiting}>{t('inspect.waiting')}</p>
      )}
      <ScaleLegend limit={limit} />
    </div>
  );
}

function scaleFor({ kind, width, height }: KernelTiles, shown: number, room: number): number {
  const widest = Math.max(width, height);
  if (kind === 'matrix') return Math.max(1, Math.floor(Math.min(room, WIDEST_TABLE) / widest));
  const rows = (side: number) => Math.ceil(shown / Math.max(1, Math.floor(room / (side + IMAGE_GAP))));
  const side = SIDES.find((candidate) => rows(candidate) * (candidate + IMAGE_GAP) <= PAGE_HEIGHT) ?? SIDES.at(-1)!;
  return Math.max(1, Math.floor(side / widest));
}

/** The colours from the least to the greatest weight, zero in the middle. */
function ScaleLegend({ limit }: { limit: number }) {
  const { t } = useTexts();
  const high = String(limit);
  return (
    <div>
      <p className="visually-hidden">{t('inspect.scale', { low: `−${high}`, high })}</p>
      <div className={styles.scale} aria-hidden>
        <span>−{high}</span>
        <span className={styles.bar} />
        <span>0</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
