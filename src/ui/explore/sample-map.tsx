import { Pin as PinIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Images } from '../../core/images';
import { splitLatents } from '../../core/latent-space';
import { session } from '../../state/app';
import { addPins } from '../../state/explore-pins';
import { setLatent } from '../../state/latents';
import type { MapResult } from '../../worker/protocol';
import { Button } from '../common/button';
import { imageParts } from '../common/draw-images';
import { usePixelRatio, useSize, useSlot, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { someImages, useRendered, useTouch } from './hooks';
import { nearestPlace, nextPlace, within } from './lasso';
import type { Point } from './lasso';
import { Pictures } from './tiles';
import styles from './tools.module.css';

/** Pixels between the map's edge and the outermost pictures' middles. */
const MARGIN = 20;
/** A lasso shorter than this many places of the pointer is a click. */
const CLICK = 4;
const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** How plain pictures are beside chosen ones. */
const FAINT = 0.25;
/** Pins that one lasso may make. */
const MOST_PINS = 24;

/** The map itself: point to see a sample large, click to take its z, draw a loop around some to pin them. */
export function SampleMap({ map }: { map: MapResult }) {
  const { t } = useTexts();
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<readonly number[]>([]);
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
  const pin = () => addPins(session.latents, chosen.slice(0, MOST_PINS).map((n) => ({ name: '', z: latents[n]! })));
  const lasso = (inside: readonly number[]) => {
    setChosen(inside);
    setInVain(inside.length === 0);
  };
  const choose = (n: number) => {
    if (n < map.samples) setChosen(chosen.includes(n) ? chosen.filter((one) => one !== n) : [...chosen, n]);
  };
  const keys = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key];
    if (direction) setAt(nextPlace(at, map.places, direction));
    else if (event.key === 'Enter') take(at);
    else if (event.key === ' ') choose(at);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.columns}>
      <Plot map={map} images={images} at={at} chosen={chosen} onPoint={setAt} onTake={take} onLasso={lasso} onKeyDown={keys} label={`${t('map.label')} ${kind}`} />
      <div className={styles.aside}>
        <Pictures images={pointed} side={128} label={kind} />
        <p aria-live="polite">{kind}</p>
        <p className={panel.note}>{t('map.step', { step: map.step, count: total })}</p>
        <p className={panel.note}>{t(touch ? 'map.hint.touch' : 'map.hint')}</p>
        {chosen.length > 0 && (
          <>
            <p>{t(chosen.length > MOST_PINS ? 'map.many' : 'map.some', { count: chosen.length, most: MOST_PINS })}</p>
            <Button icon={PinIcon} onClick={pin}>
              {t('map.pin', { count: Math.min(MOST_PINS, chosen.length) })}
            </Button>
          </>
        )}
        <output>{inVain && chosen.length === 0 && t('map.noSample')}</output>
      </div>
    </div>
  );
}

interface PlotProps {
  map: MapResult;
  images: Images;
  at: number;
  chosen: readonly number[];
  label: string;
  onPoint: (n: number) => void;
  onTake: (n: number) => void;
  onLasso: (chosen: readonly number[]) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Plot({ map, images, at, chosen, label, onPoint, onTake, onLasso, onKeyDown }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const [follow, size] = useSize();
  const loop = useRef<Point[] | null>(null);
  const [drawnLoop, setDrawnLoop] = useState<readonly Point[]>([]);
  const partOf = useMemo(() => imageParts(images), [images]);
  useEffect(() => {
    const surface = canvas.current;
    if (!surface || !size) return;
    surface.width = Math.round(size.width * ratio);
    surface.height = Math.round(size.height * ratio);
    drawMap(surface, map, partOf, { at, chosen, loop: drawnLoop, ratio });
  }, [map, partOf, size, ratio, at, chosen, drawnLoop]);
  const place = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    const along = (offset: number, length: number) => ((offset - MARGIN) / (length - 2 * MARGIN)) * 2 - 1;
    return { x: along(event.clientX - box.left, box.width), y: along(event.clientY - box.top, box.height) };
  };
  const finish = (event: PointerEvent<HTMLElement>) => {
    const drawn = loop.current ?? [];
    loop.current = null;
    setDrawnLoop([]);
    if (drawn.length < CLICK) return onTake(nearestPlace(place(event), map.places, map.images.count));
    const inside = Array.from({ length: map.samples }, (_, n) => n).filter((n) =>
      within({ x: map.places[2 * n]!, y: map.places[2 * n + 1]! }, drawn),
    );
    return onLasso(inside);
  };
  return (
    <button
      ref={follow}
      type="button"
      className={styles.map}
      aria-label={label}
      data-testid="map"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const point = place(event);
        // A finger points only where it comes down.
        onPoint(nearestPlace(point, map.places, map.images.count));
        loop.current = [point];
      }}
      onPointerMove={(event) => {
        const point = place(event);
        onPoint(nearestPlace(point, map.places, map.images.count));
        if (!loop.current) return;
        loop.current.push(point);
        setDrawnLoop([...loop.current]);
      }}
      onPointerUp={finish}
      onPointerCancel={() => {
        loop.current = null;
        setDrawnLoop([]);
      }}
    >
      <canvas ref={canvas} />
    </button>
  );
}

/** The first images replaced by newer ones. */
function replaced(all: Images, newer: Images): Images {
  const rgba = all.rgba.slice();
  rgba.set(newer.rgba);
  return { ...all, rgba };
}

interface Marks {
  at: number;
  chosen: readonly number[];
  loop: readonly Point[];
  ratio: number;
}

/** Pictures at their places: real ones with a green edge, those not chosen faint, the one pointed at on top, in a frame. */
function drawMap(
  canvas: HTMLCanvasElement,
  { places, samples, images }: MapResult,
  partOf: ReturnType<typeof imageParts>,
  { at, chosen, loop, ratio }: Marks,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const colours = getComputedStyle(canvas);
  const colour = (name: string) => colours.getPropertyValue(name);
  const side = images.size * Math.max(1, Math.floor((24 * ratio) / images.size));
  const margin = MARGIN * ratio;
  const x = (value: number) => Math.round(margin + ((value + 1) / 2) * (canvas.width - 2 * margin));
  const y = (value: number) => Math.round(margin + ((value + 1) / 2) * (canvas.height - 2 * margin));
  context.imageSmoothingEnabled = false;
  context.lineWidth = 2 * ratio;
  const edge = (n: number, name: string) => {
    context.strokeStyle = colour(name);
    context.strokeRect(x(places[2 * n]!) - side / 2, y(places[2 * n + 1]!) - side / 2, side, side);
  };
  const { size, count } = images;
  const draw = (n: number) => {
    const { part, top } = partOf(n);
    context.drawImage(part, 0, top, size, size, x(places[2 * n]!) - side / 2, y(places[2 * n + 1]!) - side / 2, side, side);
    if (n >= samples) edge(n, '--real');
  };
  const picked = new Set(chosen);
  context.globalAlpha = picked.size > 0 ? FAINT : 1;
  for (let n = 0; n < count; n++) if (!picked.has(n)) draw(n);
  context.globalAlpha = 1;
  for (const n of chosen) draw(n);
  draw(at);
  edge(at, picked.has(at) ? '--generator' : '--warning');
  if (loop.length < 2) return;
  context.strokeStyle = colour('--ink');
  context.beginPath();
  loop.forEach((point, n) => context[n === 0 ? 'moveTo' : 'lineTo'](x(point.x), y(point.y)));
  context.stroke();
}
