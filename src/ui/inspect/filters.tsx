import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { KeptCheckpoint } from '../../core/kept-run';
import type { TextKey } from '../../i18n/text';
import { inspect } from '../../state/app';
import { keptRunInView } from '../../state/inspect';
import type { InspectState } from '../../state/inspect';
import type { LayerInView } from '../../state/layer-in-view';
import type { KernelWeights } from '../../worker/protocol';
import { Button, IconButton } from '../common/button';
import { useApp, useSize, useSlot, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { Select } from '../common/select';
import { Toggle } from '../common/toggle';
import panel from '../common/panel.module.css';
import { scaleLimit } from './colour-scale';
import { useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import { alignedColumns, PAGE, pageOfKernels } from './kernel-order';
import { kernelTiles } from './kernel-tiles';
import type { KernelTiles } from './kernel-tiles';
import styles from './panels.module.css';
import { ScaleLegend } from './scale-legend';
import { TileSheet } from './tile-sheet';
import { fitTiles } from './tile-fit';
import { valuesOf } from './tiles';
import type { Tiles } from './tiles';

/** Height of a page, and of a page with what has changed below it, in CSS pixels. */
const HEIGHT = 300;
const SHARED_HEIGHT = 136;

const CAPTIONS: Record<KernelTiles['kind'], TextKey> = {
  kernels: 'inspect.tiles',
  colour: 'inspect.tilesColour',
  project: 'inspect.tilesProject',
  verdict: 'inspect.tilesLogit',
  matrix: 'inspect.tilesMatrix',
};

const ORDERS = ['index', 'norm', 'similarity'] as const satisfies readonly InspectState['order'][];

/** The kernel of the layer in view as pictures that change as it learns, and what has changed since it was kept. */
export function FiltersColumn({ both, view }: PanelProps) {
  const { t } = useTexts();
  const { network, layer } = view;
  const question = useMemo(() => ({ network, layer: layer.name }), [network, layer.name]);
  const weights = useTold('filters', 'kernel', question)?.answer;
  const edge = layer === both.generator.at(-1) || layer === both.discriminator[0];
  const tiles = useMemo(() => kernelTiles(layer, edge), [layer, edge]);
  const title = t('inspect.kernels', { layer: layer.name.toUpperCase() });
  return (
    <section className={styles.column} aria-label={title} data-testid="filter-grid">
      <h3>{title}</h3>
      {weights?.layer === layer.name ? (
        <Filters view={view} tiles={tiles} weights={weights} />
      ) : (
        <p className={panel.note}>{t('inspect.waiting')}</p>
      )}
    </section>
  );
}

interface FiltersProps {
  view: LayerInView;
  tiles: KernelTiles;
  weights: KernelWeights;
}

function Filters({ view, tiles, weights }: FiltersProps) {
  const { t } = useTexts();
  const [follow, size] = useSize();
  const [wanted, setPage] = useState(0);
  const order = useInspect((state) => state.order);
  const channel = useInspect((state) => (state.ofChannel ? state.channel : null));
  const kept = useSlot(inspect.kept).get(`${view.network}/${weights.layer}`);
  const since = useInspect((state) => state.since);
  useEffect(() => {
    if (since !== null) void inspect.fetchKept(view.network, weights.layer);
  }, [since, view.network, weights.layer]);
  const drawn = useMemo(() => weightTiles(tiles, weights), [tiles, weights]);
  const change = useMemo(() => kept && changeTiles(tiles, weights, kept), [tiles, weights, kept]);
  const { shown, count, page, last } = useMemo(
    () => pageOfKernels(tiles, weights.values, { order, channel, page: wanted }),
    [tiles, weights, order, channel, wanted],
  );
  const room = { width: size?.width ?? 0, height: change ? SHARED_HEIGHT : HEIGHT, side: tiles.kind === 'matrix' ? 480 : 64 };
  // A table as far as the room allows: rows of output maps, columns of input maps.
  const table = tiles.kind === 'kernels' && order === 'index' && channel === null;
  const grid = fitTiles(tiles, shown.length, room, table && tiles.inputs > 1 ? (columns) => alignedColumns(columns, tiles.inputs) : undefined);
  const limit = useMemo(() => scaleLimit(weights.values), [weights]);
  const all = tiles.kind === 'matrix' ? tiles.width * tiles.height : count;
  const start = page * PAGE;
  const whole = last === 0 || tiles.kind === 'matrix';
  const part = whole ? t('inspect.shownAll', { count: all }) : t('inspect.shownRange', { from: start + 1, to: start + shown.length, count });
  const numbers = { part };
  const nameOf = (tile: number) => kernelName(t, tiles, tile);
  const sheet = { shown, grid, nameOf };
  return (
    <>
      <Controls tiles={tiles} />
      <div className={styles.head}>
        <p className={panel.note}>
          {t(CAPTIONS[tiles.kind], numbers)}
          {table && tiles.inputs > 1 && rowWords(t, grid.columns, tiles.inputs)}
        </p>
        {last > 0 && (
          <div className={styles.controls}>
            <IconButton icon={ChevronLeft} size="small" label={t('inspect.previous')} inactive={page === 0} onClick={() => setPage(page - 1)} />
            <IconButton icon={ChevronRight} size="small" label={t('inspect.next')} inactive={page === last} onClick={() => setPage(page + 1)} />
          </div>
        )}
      </div>
      <div ref={follow}>
        {size && <TileSheet {...sheet} tiles={drawn} limitOf={() => limit} label={t(CAPTIONS[tiles.kind], numbers)} />}
      </div>
      <ScaleLegend limit={limit} colours={tiles.kind === 'colour'} />
      <div className={styles.controls}>
        <span>{t('inspect.atStep', { step: weights.step })}</span>
        <Button onClick={() => inspect.keep(view.network, weights)}>{t('inspect.keep')}</Button>
        <SinceSelect kept={kept?.step ?? null} />
      </div>
      {kept && change && size && <Change kept={kept} change={change} sheet={sheet} colours={tiles.kind === 'colour'} />}
    </>
  );
}

/** The value of the choice that stands for kernels kept by hand, of the step `kept`. */
const BY_HAND = 'hand';

/** Which kept checkpoint of the run the kernels are compared with, or the step at which they were kept by hand. */
function SinceSelect({ kept }: { kept: number | null }) {
  const { t } = useTexts();
  const since = useInspect((state) => state.since);
  const checkpoints = useApp((state) => keptRunInView(state)?.checkpoints ?? NONE);
  const byHand = since === null && kept !== null;
  if (checkpoints.length === 0 && !byHand) return null;
  const options = checkpoints.map(({ step }) => ({ value: String(step), text: t('inspect.sinceStep', { step }) }));
  return (
    <label className={panel.field}>
      {t('inspect.since')}
      <Select
        value={byHand ? BY_HAND : since === null ? '' : String(since)}
        options={[
          { value: '', text: t('inspect.sinceNone') },
          ...(byHand ? [{ value: BY_HAND, text: t('inspect.sinceByHand', { step: kept }) }] : []),
          ...options,
        ]}
        onPick={(value) => {
          if (value !== BY_HAND) inspect.compare(value === '' ? null : Number(value));
        }}
      />
    </label>
  );
}

const NONE: readonly KeptCheckpoint[] = [];

interface ChangeProps {
  kept: KernelWeights;
  change: Tiles;
  sheet: { shown: readonly number[]; grid: ReturnType<typeof fitTiles>; nameOf: (tile: number) => string };
  colours: boolean;
}

/** What was added to the kept weights since. */
function Change({ kept, change, sheet, colours }: ChangeProps) {
  const { t } = useTexts();
  const limit = scaleLimit(sheet.shown.flatMap((tile) => [...valuesOf(change, tile)]));
  const label = t('inspect.changeSince', { step: kept.step });
  return (
    <div>
      <p className={panel.note}>{label}</p>
      <TileSheet {...sheet} tiles={change} limitOf={() => limit} label={label} />
      <ScaleLegend limit={limit} colours={colours} />
    </div>
  );
}

function Controls({ tiles }: { tiles: KernelTiles }) {
  const { t } = useTexts();
  const { order, ofChannel, channel } = useInspect((state) => ({
    order: state.order,
    ofChannel: state.ofChannel,
    channel: state.channel,
  }));
  const options = ORDERS.map((value) => ({ value, text: t(`inspect.order.${value}`) }));
  if (tiles.kind === 'matrix') return <div className={styles.controls} />;
  return (
    <div className={styles.controls}>
      <label className={panel.field}>
        {t('inspect.order')}
        <Select value={order} options={options} onPick={(next) => inspect.store.setState({ order: next })} />
      </label>
      {tiles.mapsOf(0).to !== null && tiles.kind !== 'verdict' && (
        <span className={panel.field}>
          <Toggle id="of-channel" on={ofChannel} onToggle={(on) => inspect.store.setState({ ofChannel: on })} />
          <label htmlFor="of-channel">{t('inspect.ofChannel', { n: channel + 1 })}</label>
        </span>
      )}
    </div>
  );
}

function weightTiles(tiles: KernelTiles, { values }: Pick<KernelWeights, 'values'>): Tiles {
  return { ...tiles, valueAt: (tile, y, x, colour = 0) => values[tiles.index(tile, y, x, colour)]! };
}

/** What was added since, computed only where it is drawn: a large layer has millions of weights. */
function changeTiles(tiles: KernelTiles, now: KernelWeights, before: KernelWeights): Tiles {
  const valueAt = (tile: number, y: number, x: number, colour = 0) => {
    const at = tiles.index(tile, y, x, colour);
    return now.values[at]! - before.values[at]!;
  };
  return { ...tiles, valueAt };
}

/** How rows of pictures and output maps go together. */
function rowWords(t: Texts['t'], columns: number, inputs: number): string {
  if (columns === inputs) return ` · ${t('inspect.rowEach')}`;
  if (columns % inputs === 0) return ` · ${t('inspect.rowMaps', { count: columns / inputs })}`;
  return inputs % columns === 0 ? ` · ${t('inspect.rowsOfMap', { count: inputs / columns })}` : '';
}

function kernelName(t: Texts['t'], tiles: KernelTiles, tile: number): string {
  const { from, to } = tiles.mapsOf(tile);
  if (from !== null && to !== null) return t('inspect.fromTo', { from: from + 1, to: to + 1 });
  if (from !== null) return t('inspect.fromMap', { from: from + 1 });
  if (to !== null) return t('inspect.toMap', { to: to + 1 });
  return t('inspect.weight');
}
