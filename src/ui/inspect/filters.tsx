import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { KeptCheckpoint } from '../../core/kept-run';
import { orderByNorm, orderBySimilarity } from '../../core/tile-order';
import type { TextKey } from '../../i18n/text';
import { inspect } from '../../state/app';
import { keptRunInView } from '../../state/inspect';
import type { InspectState } from '../../state/inspect';
import type { LayerInView } from '../../state/layer-in-view';
import type { KernelWeights } from '../../worker/protocol';
import { Button, IconButton } from '../common/button';
import { useApp, useSize, useSlot, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Toggle } from '../common/toggle';
import panel from '../common/panel.module.css';
import { scaleLimit } from './colour-scale';
import { useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import { kernelTiles } from './kernel-tiles';
import type { KernelTiles } from './kernel-tiles';
import styles from './panels.module.css';
import { ScaleLegend } from './scale-legend';
import { TileSheet } from './tile-sheet';
import { fitTiles } from './tile-fit';
import { valuesOf } from './tiles';
import type { Tiles } from './tiles';

/** Pictures on one page: few enough to see each. Orders by similarity are made within this many times as many. */
const PAGE = 256;
const ORDERED_AT_ONCE = 512;
/** Height of a page, and of a page with what has changed below it, in CSS pixels. */
const HEIGHT = 300;
const SHARED_HEIGHT = 150;

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
  const [page, setPage] = useState(0);
  const order = useInspect((state) => state.order);
  const channel = useInspect((state) => (state.ofChannel ? state.channel : null));
  const kept = useSlot(inspect.kept).get(`${view.network}/${weights.layer}`);
  const since = useInspect((state) => state.since);
  useEffect(() => {
    if (since !== null) void inspect.fetchKept(view.network, weights.layer);
  }, [since, view.network, weights.layer]);
  const drawn = useMemo(() => weightTiles(tiles, weights), [tiles, weights]);
  const change = useMemo(() => kept && weightTiles(tiles, difference(weights, kept)), [tiles, weights, kept]);
  const ids = useMemo(() => orderTiles(tiles, drawn, order, channel), [tiles, drawn, order, channel]);
  const last = Math.max(0, Math.ceil(ids.length / PAGE) - 1);
  const at = Math.min(page, last);
  const shown = useMemo(() => pageOf(ids, at, order, drawn), [ids, at, order, drawn]);
  const room = { width: size?.width ?? 0, height: change ? SHARED_HEIGHT : HEIGHT, side: tiles.kind === 'matrix' ? 480 : 64 };
  const grid = fitTiles(tiles, shown.length, room);
  const limit = useMemo(() => scaleLimit(weights.values), [weights]);
  const count = tiles.kind === 'matrix' ? tiles.width * tiles.height : ids.length;
  const numbers = { shown: tiles.kind === 'matrix' ? count : shown.length, count };
  const nameOf = (tile: number) => kernelName(t, tiles, tile);
  const sheet = { shown, grid, nameOf };
  return (
    <>
      <Controls tiles={tiles} />
      <div className={styles.head}>
        <p className={panel.note}>{t(CAPTIONS[tiles.kind], numbers)}</p>
        {last > 0 && (
          <div className={styles.controls}>
            <IconButton icon={ChevronLeft} size="small" label={t('inspect.previous')} inactive={at === 0} onClick={() => setPage(at - 1)} />
            <IconButton icon={ChevronRight} size="small" label={t('inspect.next')} inactive={at === last} onClick={() => setPage(at + 1)} />
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
        <SinceSelect />
      </div>
      {kept && change && size && <Change kept={kept} change={change} sheet={sheet} colours={tiles.kind === 'colour'} />}
    </>
  );
}

/** Which kept checkpoint of the run the kernels are compared with. */
function SinceSelect() {
  const { t } = useTexts();
  const since = useInspect((state) => state.since);
  const checkpoints = useApp((state) => keptRunInView(state)?.checkpoints ?? NONE);
  if (checkpoints.length === 0) return null;
  const options = checkpoints.map(({ step }) => ({ value: String(step), text: t('inspect.sinceStep', { step }) }));
  return (
    <label className={panel.field}>
      {t('inspect.since')}
      <Select
        value={since === null ? '' : String(since)}
        options={[{ value: '', text: t('inspect.sinceNone') }, ...options]}
        onPick={(value) => inspect.compare(value === '' ? null : Number(value))}
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

function difference(now: KernelWeights, before: KernelWeights): Pick<KernelWeights, 'values'> {
  return { values: now.values.map((value, i) => value - before.values[i]!) };
}

/** The tiles to show: all, or those of one output map; by index or norm, or by similarity where they are few enough. */
function orderTiles(tiles: KernelTiles, drawn: Tiles, order: InspectState['order'], channel: number | null): number[] {
  const all = Array.from({ length: tiles.count }, (_, tile) => tile);
  const ids = channel === null || tiles.mapsOf(0).to === null ? all : all.filter((tile) => tiles.mapsOf(tile).to === channel);
  return order === 'index' ? ids : arrange(ids, drawn, order);
}

function arrange(ids: readonly number[], drawn: Tiles, order: 'norm' | 'similarity'): number[] {
  const sort = order === 'norm' || ids.length > ORDERED_AT_ONCE ? orderByNorm : orderBySimilarity;
  return sort(ids.length, (n) => valuesOf(drawn, ids[n]!)).map((n) => ids[n]!);
}

/** A page of tiles; of too many to be ordered by similarity all at once, each page is in that order. */
function pageOf(ids: readonly number[], page: number, order: InspectState['order'], drawn: Tiles): number[] {
  const shown = ids.slice(page * PAGE, (page + 1) * PAGE);
  return order === 'similarity' && ids.length > ORDERED_AT_ONCE ? arrange(shown, drawn, order) : shown;
}

function kernelName(t: ReturnType<typeof useTexts>['t'], tiles: KernelTiles, tile: number): string {
  const { from, to } = tiles.mapsOf(tile);
  if (from !== null && to !== null) return t('inspect.fromTo', { from: from + 1, to: to + 1 });
  if (from !== null) return t('inspect.fromMap', { from: from + 1 });
  if (to !== null) return t('inspect.toMap', { to: to + 1 });
  return t('inspect.weight');
}
