import { useMemo } from 'react';
import type { MapWeight } from '../../core/inspection';
import type { LayerSpec } from '../../core/architecture';
import { formatNumber } from '../../i18n/text';
import type { TextKey } from '../../i18n/text';
import { inspect, session } from '../../state/app';
import { firstDropped } from '../../state/inspect-dropped';
import { forgettingLayer } from '../../state/layer-in-view';
import { modelInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, usePhone, useSlot, useTexts, useWindowHeight } from '../common/hooks';
import { Slider } from '../common/slider';
import { useTile } from '../explore/hooks';
import { Pictures } from '../explore/tiles';
import panel from '../common/panel.module.css';
import { BoxLayer } from './box-layer';
import own from './forgetting-panel.module.css';
import { useInspect, useTold } from './hooks';
import type { PanelProps } from './inspect-view';
import styles from './panels.module.css';

/** Samples in each of the two grids, and their width in CSS pixels. */
const COLUMNS = 4;
const ROWS = 3;
const SIDE = 112;
const LOW_SIDE = 80;
const LOW_WINDOW = 800;
const PHONE_SIDE = 80;
/** Weights that are listed at least, and at most; in between, all that speak for the inside. */
const LEAST_LISTED = 12;
const MOST_LISTED = 32;

/** The paper's figure 6: boxes round a thing name the maps that draw it; the same z are drawn with and without these. */
export function ForgettingPanel({ both }: PanelProps) {
  const { t } = useTexts();
  const layer = forgettingLayer(both);
  const latents = useApp((state) => modelInView(state)?.gridLatents ?? null);
  const zSize = useApp((state) => modelInView(state)?.config.zSize ?? 0);
  const { boxes, dropped } = useInspect((state) => ({ boxes: state.boxes, dropped: state.dropped }));
  const found = useSlot(inspect.forgetting);
  const z = useMemo(() => latents?.slice(0, COLUMNS * ROWS * zSize) ?? new Float32Array(0), [latents, zSize]);
  const positive = useMemo(() => found?.maps.filter(({ weight }) => weight > 0) ?? [], [found]);
  const count = Math.min(dropped, positive.length);
  const name = layer.name.toUpperCase();
  return (
    <div className={styles.column}>
      <p className={panel.note}>{t('forgetting.intro', { layer: name })}</p>
      <div className={styles.controls}>
        <Button tone="strong" inactive={boxes.length === 0} onClick={() => void inspect.findMaps(z)}>
          {t('forgetting.find')}
        </Button>
        {boxes.length > 0 && (
          <Button tone="quiet" onClick={() => inspect.store.setState({ boxes: [] })}>
            {t('forgetting.clear', { count: boxes.length })}
          </Button>
        )}
      </div>
      <div className={styles.figures}>
        <Grids layer={layer} z={z} drop={found ? positive.slice(0, count) : []} />
        {found && (
          <div className={own.found}>
            <label className={own.drop}>
              <span>{t('forgetting.drop')}</span>
              <Slider
                min={0}
                max={Math.max(1, positive.length)}
                step={1}
                value={count}
                onSlide={(value) => inspect.store.setState({ dropped: value })}
              />
              <output>{t('forgetting.dropOf', { count, total: layer.output[2] })}</output>
            </label>
            <Button inactive={count === positive.length} onClick={() => inspect.store.setState({ dropped: positive.length })}>
              {t('forgetting.asPaper', { count: positive.length })}
            </Button>
            <Weights layer={layer} maps={found.maps} count={count} step={found.step} />
            <p className={panel.note}>
              {t(dropKey(positive.length), { count: positive.length, total: layer.output[2], first: firstDropped(found.maps) })}
            </p>
          </div>
        )}
      </div>
      <p className={panel.note}>
        {t('forgetting.simple')}{' '}
        <button
          type="button"
          className={own.link}
          onClick={() => {
            session.lookInside('generator', layer.name);
            inspect.store.setState({ panel: 'maps' });
          }}
        >
          {t('forgetting.switches', { layer: name })}
        </button>
      </p>
    </div>
  );
}

/** Says which maps may be dropped, or why there is no choice. */
function dropKey(positive: number): TextKey {
  if (positive > 1) return 'forgetting.paper';
  return positive === 1 ? 'forgetting.onlyOne' : 'forgetting.none';
}

interface GridsProps {
  layer: LayerSpec;
  z: Float32Array;
  drop: readonly MapWeight[];
}

function Grids({ layer, z, drop }: GridsProps) {
  const { t } = useTexts();
  const low = useWindowHeight() < LOW_WINDOW;
  const side = usePhone() ? PHONE_SIDE : low ? LOW_SIDE : SIDE;
  const tile = useTile(side, COLUMNS, ROWS);
  const plain = useMemo(() => (z.length > 0 ? { z, scales: [], channel: 'forget/with' } : null), [z]);
  const without = useMemo(() => {
    const factors = new Float32Array(layer.output[2]).fill(1);
    for (const { channel } of drop) factors[channel] = 0;
    return z.length > 0 ? { z, scales: [{ layer: layer.name, factors }], channel: 'forget/without' } : null;
  }, [z, layer, drop]);
  const before = useTold('forget/with', 'renderScaled', plain)?.answer;
  const after = useTold('forget/without', 'renderScaled', without)?.answer;
  return (
    <>
      {before && (
        <figure className={panel.figure}>
          <div className={styles.over}>
            <Pictures images={before.images} columns={COLUMNS} side={side} label={t('forgetting.with')} />
            <BoxLayer columns={COLUMNS} count={COLUMNS * ROWS} side={tile.side} pitch={(tile.width + 2) / COLUMNS} />
          </div>
          <figcaption>{t('forgetting.with')}</figcaption>
        </figure>
      )}
      {after && (
        <figure className={panel.figure}>
          <Pictures images={after.images} columns={COLUMNS} side={side} label={t('forgetting.without')} testId="forgotten" />
          <figcaption>{t(drop.length > 0 ? 'forgetting.withoutCount' : 'forgetting.withoutNone', { count: drop.length, step: after.step })}</figcaption>
        </figure>
      )}
    </>
  );
}

/** The weights of the strongest maps: those that are dropped are marked. */
function Weights({ layer, maps, count, step }: { layer: LayerSpec; maps: readonly MapWeight[]; count: number; step: number }) {
  const { t, language } = useTexts();
  const positive = maps.filter(({ weight }) => weight > 0).length;
  const listed = Math.min(maps.length, Math.max(LEAST_LISTED, Math.min(MOST_LISTED, positive)));
  const number = (weight: number) => formatNumber(language, weight, 2).replace('-', '−');
  const greatest = Math.max(...maps.map(({ weight }) => Math.abs(weight)), 1e-12);
  return (
    <figure className={panel.figure}>
      <figcaption>{t('forgetting.weights', { layer: layer.name.toUpperCase(), step })}</figcaption>
      <ol className={own.weights}>
        {maps.slice(0, listed).map(({ channel, weight }, n) => (
          <li key={channel} data-dropped={n < count || undefined} data-negative={weight < 0 || undefined}>
            <span>{t('inspect.map', { n: channel + 1 })}</span>
            <span className={own.bar} style={{ width: `${(100 * Math.abs(weight)) / greatest}%` }} />
            <span>{number(weight)}</span>
          </li>
        ))}
      </ol>
      {listed < maps.length && <figcaption>{t('forgetting.rest', { count: maps.length - listed })}</figcaption>}
    </figure>
  );
}
