import { useMemo, useState } from 'react';
import type { PointerEvent } from 'react';
import { ACTIVATION_CURVES } from '../../core/activation-curves';
import type { FeatureMaps, Stage } from '../../core/inspection';
import { formatNumber, formatShare } from '../../i18n/text';
import { inspect } from '../../state/app';
import { modelInView } from '../../state/store';
import { useApp, useSize, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import panel from '../common/panel.module.css';
import { hasNegative, scaleLimit } from './colour-scale';
import { useExample, useInspect, useTold } from './hooks';
import { makesColours, mapName } from './map-name';
import type { PanelProps } from './inspect-view';
import styles from './panels.module.css';
import { unitUnder } from './pictures';
import { pointing } from './pointing';
import { ScaleLegend } from './scale-legend';
import { TileCanvas } from './tile-canvas';
import { fitTiles } from './tile-fit';
import { TileSheet } from './tile-sheet';
import type { Pointed } from './tile-sheet';
import { mapTiles, rangeOf, valuesOf } from './tiles';
import type { Tiles } from './tiles';

/** Height of the sheet and side of the large map, in CSS pixels. */
const HEIGHT = 240;
const LARGE = 144;

const STAGES = ['linear', 'normalized', 'activated'] as const satisfies readonly Stage[];
const SCALES = ['common', 'channel'] as const;

interface FeatureMapsProps extends PanelProps {
  /** Told of the unit of the chosen map that is pointed at. */
  onPoint: (unit: { y: number; x: number } | null) => void;
}

/** What the layer in view makes of the input: all its channels as tiles, and one of them large. */
export function FeatureMapsColumn({ both, view, onPoint }: FeatureMapsProps) {
  const { t } = useTexts();
  const { network, layer } = view;
  const example = useExample(network);
  const { stage, scale } = useInspect((state) => ({ stage: state.stage, scale: state.scale }));
  const question = useMemo(
    () => ({ network, example, layer: layer.name, stage }),
    [network, example, layer.name, stage],
  );
  const told = useTold('maps', 'featureMaps', question);
  return (
    <section className={styles.column} aria-label={t('inspect.maps')} data-testid="feature-maps">
      <h3>{t('inspect.maps')}</h3>
      <div className={styles.controls}>
        <Select
          aria-label={t('inspect.stage')}
          value={stage}
          options={STAGES.map((value) => ({ value, text: t(`inspect.stage.${value}`) }))}
          onPick={(next) => inspect.store.setState({ stage: next })}
        />
        <Select
          aria-label={t('inspect.scaleOf')}
          value={scale}
          options={SCALES.map((value) => ({ value, text: t(`inspect.scaleOf.${value}`) }))}
          onPick={(next) => inspect.store.setState({ scale: next })}
        />
      </div>
      {told?.answer.maps.layer === layer.name ? (
        <Maps both={both} view={view} maps={told.answer.maps} step={told.answer.step} onPoint={onPoint} />
      ) : (
        <p className={panel.note}>{t('inspect.waiting')}</p>
      )}
    </section>
  );
}

function Maps({ both, view, maps, step, onPoint }: FeatureMapsProps & { maps: FeatureMaps; step: number }) {
  const { t } = useTexts();
  const { network, layer } = view;
  const [follow, size] = useSize();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const { scale, channel, factors } = useInspect((state) => ({
    scale: state.scale,
    channel: state.channel,
    factors: network === 'generator' ? state.factors[layer.name] : undefined,
  }));
  const tiles = useMemo(() => mapTiles(maps), [maps]);
  const shown = useMemo(() => Array.from({ length: tiles.count }, (_, tile) => tile), [tiles.count]);
  const off = useMemo(() => new Set(shown.filter((tile) => factors?.[tile] === 0)), [shown, factors]);
  const common = useMemo(() => scaleLimit(maps.values), [maps]);
  const signed = useMemo(() => hasNegative(maps.values), [maps]);
  const limitOf = scale === 'common' ? () => common : (tile: number) => scaleLimit(valuesOf(tiles, tile));
  const colours = makesColours(both, layer);
  const nameOf = (tile: number) => mapName(t, tile, colours);
  // A finger chooses what it touches; from then on the large map is the chosen one.
  const large = pointed && !pointed.touched ? pointed.tile : Math.min(channel, tiles.count - 1);
  const grid = fitTiles(tiles, tiles.count, { width: size?.width ?? 0, height: HEIGHT, side: 96 });
  const toggle = (tile: number) => inspect.scaleChannel(layer.name, tile, off.has(tile) ? 1 : 0);
  return (
    <>
      <p className={panel.note}>
        {t('inspect.mapsCaption', { count: tiles.count, height: tiles.height, width: tiles.width })} ·{' '}
        {t('inspect.atStep', { step })}
      </p>
      <div ref={follow}>
        {size && (
          <TileSheet
            tiles={tiles}
            shown={shown}
            grid={grid}
            limitOf={limitOf}
            label={t('inspect.mapsLabel')}
            nameOf={nameOf}
            chosen={channel}
            onChoose={(tile) => inspect.store.setState({ channel: tile })}
            onPoint={(next) => {
              setPointed(next);
              onPoint(next && { y: next.y, x: next.x });
            }}
            off={off}
            onToggle={network === 'generator' ? toggle : undefined}
          />
        )}
      </div>
      <ScaleLegend limit={scale === 'common' ? common : null} signed={signed} />
      {layer === both.discriminator.at(-1) ? (
        <Verdict logit={maps.values[0]!} />
      ) : (
        <LargeMap tiles={tiles} map={large} limitOf={limitOf} name={nameOf(large)} off={off.has(large)} onPoint={onPoint} />
      )}
    </>
  );
}

/** What D's one number says of what it is fed. */
function Verdict({ logit }: { logit: number }) {
  const { t, language } = useTexts();
  const plain = useApp((state) => modelInView(state)?.config.loss === 'leastSquares');
  const numbers = {
    logit: formatNumber(language, logit, 3),
    share: formatShare(language, ACTIVATION_CURVES.sigmoid.value(logit)),
  };
  return <p data-testid="verdict-of-d">{t(plain ? 'inspect.verdictPlain' : 'inspect.verdict', numbers)}</p>;
}

interface LargeMapProps extends Pick<FeatureMapsProps, 'onPoint'> {
  tiles: Tiles;
  map: number;
  limitOf: (tile: number) => number;
  name: string;
  off: boolean;
}

/** One map, large enough to point at a single unit of it, whose value is told. */
function LargeMap({ tiles, map, limitOf, name, off, onPoint }: LargeMapProps) {
  const { t, language } = useTexts();
  const [unit, setUnit] = useState<{ y: number; x: number } | null>(null);
  const { height, width } = tiles;
  const scale = Math.max(1, Math.floor(LARGE / width));
  const { least, greatest } = rangeOf(tiles, map);
  const values = least === greatest ? t('inspect.everywhere', { value: least }) : t('inspect.range', { least, greatest });
  const place = unit && { row: unit.y + 1, column: unit.x + 1 };
  return (
    <figure className={panel.figure}>
      <TileCanvas
        tiles={tiles}
        shown={[map]}
        grid={{ columns: 1, scale }}
        limitOf={limitOf}
        data-testid="large-map"
        {...pointing((event: PointerEvent) => unitUnder(event, height, width, scale), (next) => {
          setUnit(next);
          onPoint(next);
        })}
      >
        {name}
      </TileCanvas>
      <figcaption>
        {t(off ? 'inspect.mapLargeOff' : 'inspect.mapLarge', { map: name, values })}
        {unit && (
          <>
            <br />
            {t('inspect.pixelValue', { ...place, value: formatNumber(language, tiles.valueAt(map, unit.y, unit.x), 3) })}
          </>
        )}
      </figcaption>
    </figure>
  );
}
