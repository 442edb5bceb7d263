import { Maximize, Pin as PinIcon, ZoomIn, ZoomOut } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Images } from '../../core/images';
import { splitLatents } from '../../core/latent-space';
import { WHOLE_PLANE } from '../../core/plane';
import type { PlaneView } from '../../core/plane';
import { session } from '../../state/app';
import { addPins } from '../../state/explore-pins';
import { setLatent } from '../../state/latents';
import type { MapResult } from '../../worker/protocol';
import { Button, IconButton } from '../common/button';
import { useSlot, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { someImages, useRendered, useTouch } from './hooks';
import { nextPlace } from './lasso';
import type { Point } from './lasso';
import { MapPlot } from './map-plot';
import { viewWith, ZOOM_IN, ZOOM_OUT, zoomMap } from './map-view';
import { Pictures } from './tiles';
import styles from './tools.module.css';

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** Pins that one lasso may make. */
const MOST_PINS = 24;

/** The map itself: point to see a sample large, click to take its z, draw a loop around some to pin them. */
export function SampleMap({ map }: { map: MapResult }) {
  const { t } = useTexts();
  const [at, setAt] = useState(0);
  const [view, setView] = useState<PlaneView>(WHOLE_PLANE);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [laidOut, setLaidOut] = useState(map);
  if (laidOut !== map) {
    setLaidOut(map);
    setView(WHOLE_PLANE);
    setChosen([]);
  }
  const touch = useTouch();
  const [inVain, setInVain] = useState(false);
  const zSize = map.z.length / map.samples;
  const latents = useMemo(() => splitLatents(map.z, zSize), [map, zSize]);
  const rendered = useSlot(useRendered('map', latents));
  const images = useMemo(() => (rendered ? replaced(map.images, rendered.images) : map.images), [map, rendered]);
  const total = map.images.count;
  const name = at < map.samples ? t('map.sample', { n: at + 1 }) : t('map.real');
  const kind = chosen.includes(at) ? `${name}, ${t('map.chosen')}` : name;
  const pointed = useMemo(() => someImages(images, at, 1), [images, at]);
  const take = (n: number) => n < map.samples && setLatent(session.latents, latents[n]!);
  const [pinned, setPinned] = useState<readonly number[] | null>(null);
  const most = Math.min(MOST_PINS, chosen.length);
  const pin = () => {
    setPinned(chosen);
    addPins(session.latents, chosen.slice(0, MOST_PINS).map((n) => ({ name: '', z: latents[n]! })));
  };
  const lasso = (inside: readonly number[]) => {
    setChosen(inside);
    setInVain(inside.length === 0);
  };
  const choose = (n: number) => {
    if (n < map.samples) setChosen(chosen.includes(n) ? chosen.filter((one) => one !== n) : [...chosen, n]);
  };
  const placeOf = (n: number): Point => ({ x: map.places[2 * n]!, y: map.places[2 * n + 1]! });
  const zoom = (factor: number) => setView((now) => zoomMap(now, factor, placeOf(at)));
  const go = (next: number) => {
    setAt(next);
    setView((now) => viewWith(now, placeOf(next)));
  };
  const keys = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    if (direction) go(nextPlace(at, map.places, direction));
    else if (event.key === '+') zoom(ZOOM_IN);
    else if (event.key === '-') zoom(ZOOM_OUT);
    else if (event.key === 'Enter') take(at);
    else if (event.key === ' ') choose(at);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.columns}>
      <MapPlot
        map={map}
        images={images}
        view={view}
        at={at}
        chosen={chosen}
        label={`${t('map.label')} ${kind}`}
        onView={setView}
        onPoint={setAt}
        onTake={take}
        onLasso={lasso}
        onKeyDown={keys}
      />
      <div className={styles.aside}>
        <Pictures images={pointed} side={128} label={kind} />
        <p aria-live="polite">{kind}</p>
        <span>
          <IconButton icon={ZoomIn} label={t('map.in')} onClick={() => zoom(ZOOM_IN)} />
          <IconButton icon={ZoomOut} label={t('map.out')} inactive={view.reach === WHOLE_PLANE.reach} onClick={() => zoom(ZOOM_OUT)} />
          <IconButton
            icon={Maximize}
            label={t('map.whole')}
            inactive={view.reach === WHOLE_PLANE.reach}
            onClick={() => setView(WHOLE_PLANE)}
          />
        </span>
        <p className={panel.note}>{t('map.step', { step: map.step, count: total })}</p>
        <p className={panel.note}>{t(touch ? 'map.hint.touch' : 'map.hint')}</p>
        {chosen.length > 0 && (
          <>
            <p>{t(chosen.length > MOST_PINS ? 'map.many' : 'map.some', { count: chosen.length, most: MOST_PINS })}</p>
            <div className={styles.row}>
              <Button icon={PinIcon} inactive={pinned === chosen} onClick={pin}>
                {t('map.pin', { count: most })}
              </Button>
              <Button tone="quiet" onClick={() => setChosen([])}>
                {t('map.none')}
              </Button>
            </div>
          </>
        )}
        <output>
          {inVain && chosen.length === 0 && t('map.noSample')}
          {pinned === chosen && chosen.length > 0 && t('map.pinned', { count: most })}
        </output>
      </div>
    </div>
  );
}

/** The first images replaced by newer ones. */
function replaced(all: Images, newer: Images): Images {
  const rgba = all.rgba.slice();
  rgba.set(newer.rgba);
  return { ...all, rgba };
}
