import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Dispatch, KeyboardEvent, PointerEvent, ReactNode, SetStateAction } from 'react';
import { cellCentre, planeGrid, planePoint, planeUnits, WHOLE_PLANE, zoomPlane } from '../../core/plane';
import type { PlaneFrame, PlaneView } from '../../core/plane';
import { formatFixed } from '../../i18n/text';
import { explore, session } from '../../state/app';
import type { LatentState } from '../../state/latents';
import { IconButton } from '../common/button';
import { useLatents, usePhone, useTexts, useWindowHeight } from '../common/hooks';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import panel from '../common/panel.module.css';
import { directionName } from './direction-name';
import { useExplore, usePrior, useRendered, useTile, useTouch } from './hooks';
import { LatentList } from './latent-list';
import { TileMark, Tiles } from './tiles';
import styles from './tools.module.css';
import { InterpolationPicker } from './walk-tool';

/** Side of the whole plane in CSS pixels, as whole multiples allow: what the window's height leaves it. */
const AROUND = 368;
const LEAST_SIDE = 280;
const LARGEST_SIDE = 600;
const PHONE_SIDE = 342;
const POINTED_SIDE = 160;
/** The same where the window is low. */
const LOW_POINTED_SIDE = 96;
const LOW_WINDOW = 800;
const ZOOM = 0.7;
/** Pixels that a pointer may move and still have clicked. */
const CLICK = 4;

/** A plane through the latent space, drawn as a grid of samples; the pointer's place is shown large. */
export function PlaneTool() {
  const { t } = useTexts();
  const kind = useExplore((state) => state.planeKind);
  const frame = usePlaneFrame();
  const words = { directions: t('plane.directions'), corners: t('plane.corners') };
  const spanned = (
    <>
      <div className={styles.row}>
        <label className={panel.field}>
          {t('plane.spanned')}
          <Select
            value={kind}
            options={[
              { value: 'directions', text: words.directions },
              { value: 'corners', text: words.corners },
            ]}
            onPick={(planeKind) => explore.store.setState({ planeKind })}
          />
        </label>
        {kind === 'directions' ? <AxisPickers /> : <InterpolationPicker />}
      </div>
      {kind === 'corners' && <LatentList slot="corners" title={t('plane.cornerList')} paired />}
    </>
  );
  const side = usePlaneSide();
  if (frame) return <Surface key={kind} frame={frame} spanned={spanned} room={side} />;
  return (
    <div className={styles.columns}>
      <p className={styles.blank} style={{ width: side, height: side }}>
        {t(`plane.needs.${kind}`)}
      </p>
      <div className={styles.side}>{spanned}</div>
    </div>
  );
}

/** The side that the window has room for, in CSS pixels. */
function usePlaneSide(): number {
  const room = Math.min(LARGEST_SIDE, Math.max(LEAST_SIDE, useWindowHeight() - AROUND));
  return usePhone() ? PHONE_SIDE : room;
}

function usable({ directions, prior }: LatentState) {
  return directions.filter(({ vector }) => vector.length === prior.zSize);
}

/** What the plane is spanned by, or null while that is not complete. */
function usePlaneFrame(): PlaneFrame | null {
  const state = useExplore(({ planeKind, planeAcross, planeDown }) => ({ planeKind, planeAcross, planeDown }));
  const directions = useLatents((latents) => latents.directions);
  const prior = usePrior();
  const base = useLatents((latents) => latents.base);
  const corners = useLatents((latents) => latents.slots.corners);
  return useMemo(() => {
    if (state.planeKind === 'corners') {
      const [a, b, c, d] = corners.map(({ z }) => z);
      return a && b && c && d ? { kind: 'corners', corners: [a, b, c, d] } : null;
    }
    const found = directions.filter(({ vector }) => vector.length === prior.zSize);
    const across = found.find(({ id }) => id === state.planeAcross) ?? found[0];
    const down = found.find(({ id }) => id === state.planeDown) ?? found[1];
    if (!across || !down) return null;
    // Up is plus, as on a plot.
    return { kind: 'directions', origin: base, across: across.vector, down: down.vector.map((value) => -value) };
  }, [state.planeKind, state.planeAcross, state.planeDown, directions, prior, base, corners]);
}

function AxisPickers() {
  const { t } = useTexts();
  const directions = useLatents((state) => state.directions);
  const { across, down } = useExplore((state) => ({ across: state.planeAcross, down: state.planeDown }));
  const found = usable(session.latents.getState()).filter((direction) => directions.includes(direction));
  const options = found.map((direction) => ({ value: direction.id, text: directionName(direction, t) }));
  const [first, second] = options;
  if (!first || !second) return null;
  const known = (id: string | null, otherwise: string) => (options.some(({ value }) => value === id) ? id! : otherwise);
  return (
    <>
      <label className={panel.field}>
        {t('plane.across')}
        <Select value={known(across, first.value)} options={options} onPick={(id) => explore.store.setState({ planeAcross: id })} />
      </label>
      <label className={panel.field}>
        {t('plane.up')}
        <Select value={known(down, second.value)} options={options} onPick={(id) => explore.store.setState({ planeDown: id })} />
      </label>
    </>
  );
}

/** The place of the picture just right of the middle and below it, on the whole plane. */
function middleCell(side: number): { x: number; y: number } {
  const middle = Math.floor(side / 2);
  return cellCentre(WHOLE_PLANE, side, middle, middle);
}

/** What the axes are called: the two directions, or what the plane calls its sides. */
function useAxisNames(kind: PlaneFrame['kind']): { across: string; up: string } {
  const { t } = useTexts();
  const directions = useLatents((state) => state.directions);
  const zSize = useLatents((state) => state.prior.zSize);
  const chosen = useExplore(({ planeAcross, planeDown }) => ({ planeAcross, planeDown }));
  const found = directions.filter(({ vector }) => vector.length === zSize);
  const nameOf = (id: string | null, otherwise: number) => {
    const direction = found.find((one) => one.id === id) ?? found[otherwise];
    return direction ? directionName(direction, t) : '';
  };
  return kind === 'directions'
    ? { across: nameOf(chosen.planeAcross, 0), up: nameOf(chosen.planeDown, 1) }
    : { across: t('plane.across'), up: t('plane.up') };
}

function Surface({ frame, spanned, room }: { frame: PlaneFrame; spanned: ReactNode; room: number }) {
  const { t, language } = useTexts();
  const prior = usePrior();
  const side = useExplore((state) => state.planeSide);
  const kind = useExplore((state) => state.interpolation) ?? explore.interpolation;
  const [view, setView] = useState<PlaneView>(WHOLE_PLANE);
  const [point, setPoint] = useState(() => middleCell(side));
  const grid = useMemo(() => planeGrid(frame, view, side, prior, kind), [frame, view, side, prior, kind]);
  const slot = useRendered('plane', grid);
  const under = useMemo(() => [planePoint(frame, point.x, point.y, prior, kind)], [frame, point, prior, kind]);
  const large = useRendered('plane/point', under);
  const cellSide = Math.floor(room / side);
  const tile = useTile(cellSide, side, side);
  const move = (x: number, y: number) => setPoint({ x, y });
  const use = () => session.latents.change({ z: Float32Array.from(under[0]!), origin: null });
  const pointer = usePlanePointer(view, setView, move, use);
  const keys = (event: KeyboardEvent) => {
    // From cell to cell: the numbers are those of the framed picture.
    const go = (columns: number, rows: number) => {
      const { x, y } = cellCentre(view, side, column + columns, row + rows);
      move(x, y);
    };
    const moves: Record<string, () => void> = {
      ArrowLeft: () => go(-1, 0),
      ArrowRight: () => go(1, 0),
      ArrowUp: () => go(0, -1),
      ArrowDown: () => go(0, 1),
      '+': () => setView(zoomPlane(view, ZOOM, point.x, point.y)),
      '-': () => setView(zoomPlane(view, 1 / ZOOM, point.x, point.y)),
      Enter: use,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]!();
  };
  const touch = useTouch();
  const low = useWindowHeight() < LOW_WINDOW;
  const number = (value: number) => formatFixed(language, planeUnits(frame.kind, value), 2);
  const words = { x: number(point.x), y: number(-point.y) };
  const seen = {
    left: number(view.x - view.reach),
    right: number(view.x + view.reach),
    top: number(view.reach - view.y),
    bottom: number(-view.reach - view.y),
  };
  const first = cellCentre(view, side, 0, 0);
  const cell = (2 * view.reach) / side;
  const column = Math.round((point.x - first.x) / cell);
  const row = Math.round((point.y - first.y) / cell);
  const names = useAxisNames(frame.kind);
  const inside = column >= 0 && column < side && row >= 0 && row < side;
  return (
    <div className={styles.columns}>
      <figure className={panel.figure}>
        <p className={panel.note}>{t('plane.axis.up', { name: names.up, from: seen.bottom, to: seen.top })}</p>
        <button
          type="button"
          className={`${styles.pointed} ${styles.surface}`}
          aria-label={t('plane.label', words)}
          onKeyDown={keys}
          {...pointer}
          data-testid="plane"
        >
          <Tiles slot={slot} count={side * side} columns={side} side={cellSide} />
          {inside && <TileMark tile={tile} columns={side} index={row * side + column} />}
        </button>
        <figcaption>{t('plane.axis.across', { name: names.across, from: seen.left, to: seen.right })}</figcaption>
      </figure>
      <div className={styles.side}>
        {spanned}
        <div className={styles.row}>
          <span>
            <IconButton icon={ZoomIn} label={t('plane.in')} onClick={() => setView(zoomPlane(view, ZOOM, point.x, point.y))} />
            <IconButton icon={ZoomOut} label={t('plane.out')} onClick={() => setView(zoomPlane(view, 1 / ZOOM, point.x, point.y))} />
            <IconButton icon={Maximize} label={t('plane.whole')} onClick={() => setView(WHOLE_PLANE)} />
          </span>
          <label className={panel.field}>
            {t('plane.side')}
            <Slider min={4} max={16} step={1} value={side} onSlide={(planeSide) => explore.store.setState({ planeSide })} />
            <output>{side}</output>
          </label>
        </div>
        <figure className={panel.figure}>
          <Tiles slot={large} side={low ? LOW_POINTED_SIDE : POINTED_SIDE} label={t('plane.point', words)} />
          <figcaption aria-live="polite">{t('plane.point', words)}</figcaption>
        </figure>
        <p className={panel.note}>{t(`plane.unit.${frame.kind}`)}</p>
        <p className={panel.note}>{t(touch ? 'plane.hint.touch' : 'plane.hint')}</p>
      </div>
    </div>
  );
}

interface Hold {
  x: number;
  y: number;
  view: PlaneView;
  moved: boolean;
}

/** The place on the plane under a pointer, and how far a CSS pixel reaches there. */
function placeAt({ clientX, clientY }: { clientX: number; clientY: number }, element: Element, view: PlaneView) {
  const box = element.getBoundingClientRect();
  return {
    x: view.x + ((2 * (clientX - box.left)) / box.width - 1) * view.reach,
    y: view.y + ((2 * (clientY - box.top)) / box.height - 1) * view.reach,
    pixel: (2 * view.reach) / box.width,
  };
}

/** Pointing shows a place, clicking takes it, dragging moves the plane, the wheel zooms. */
function usePlanePointer(
  view: PlaneView,
  setView: Dispatch<SetStateAction<PlaneView>>,
  move: (x: number, y: number) => void,
  use: () => void,
) {
  const held = useRef<Hold | null>(null);
  // React listens to wheels passively, which can not keep the page from scrolling.
  const ref = useCallback(
    (element: HTMLElement | null) => {
      const zoom = (event: WheelEvent) => {
        event.preventDefault();
        if (!element) return;
        setView((now) => {
          const { x, y } = placeAt(event, element, now);
          return zoomPlane(now, event.deltaY < 0 ? ZOOM : 1 / ZOOM, x, y);
        });
      };
      element?.addEventListener('wheel', zoom, { passive: false });
      return () => element?.removeEventListener('wheel', zoom);
    },
    [setView],
  );
  return {
    ref,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { x: event.clientX, y: event.clientY, view, moved: false };
      const { x, y } = placeAt(event, event.currentTarget, view);
      move(x, y);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y, pixel } = placeAt(event, event.currentTarget, view);
      const start = held.current;
      if (!start) return move(x, y);
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      start.moved ||= Math.hypot(dx, dy) > CLICK;
      if (start.moved) setView({ ...start.view, x: start.view.x - dx * pixel, y: start.view.y - dy * pixel });
    },
    onPointerUp: () => {
      if (held.current && !held.current.moved) use();
      held.current = null;
    },
    onPointerCancel: () => {
      held.current = null;
    },
  };
}
