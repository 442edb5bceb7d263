import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Images } from '../../core/images';
import { stackLatents } from '../../core/latent-space';
import { explore, session } from '../../state/app';
import type { ExploreState, JobName, Progress } from '../../state/explore-settings';
import type { Rendered } from '../../state/explore-sheet';
import type { Slot } from '../../state/slot';
import { imageSizeInView, modelInView } from '../../state/store';
import type { TileLayout } from '../common/draw-images';
import { useApp, useLatents, useMedia, usePixelRatio, useSlot } from '../common/hooks';

/** What Explore's tools are set to; compared shallowly, so a selector may make a new object. */
export function useExplore<T>(select: (state: ExploreState) => T): T {
  return useStore(explore.store, useShallow(select));
}

/** Pictures of latents, kept up with training while the component is there. The list has to be the same while its latents are. */
export function useRendered(name: string, latents: readonly Float32Array[]): Slot<Rendered | null> {
  const sheet = explore.sheet(name);
  const run = useApp((state) => modelInView(state)?.id);
  useEffect(() => {
    if (run !== undefined) sheet.show(stackLatents(latents));
    return () => sheet.show(null);
  }, [sheet, latents, run]);
  return sheet.slot;
}

/** Whether there is something to undo and to redo. */
export function useUndo(): { past: boolean; future: boolean } {
  const past = useStore(session.latents.temporal, (state) => state.pastStates.length > 0);
  const future = useStore(session.latents.temporal, (state) => state.futureStates.length > 0);
  return { past, future };
}

/** Whether a long task runs, and how far it is. */
export function useJob(name: JobName): { running: boolean; progress: Progress | null } {
  const running = useExplore((state) => state.running[name] ?? false);
  const progress = useSlot(explore.progress[name]);
  return { running, progress };
}

/** How images stand, and how large one is in CSS pixels: a whole multiple, or a whole part where that is still too large. */
export interface Tile {
  layout: TileLayout;
  side: number;
  /** CSS pixels of the whole canvas. */
  width: number;
  height: number;
  size: number;
}

/** How much larger than asked for an image may be before it is drawn at half its size. */
const SLACK = 1.34;

/** A layout for the model's images with sides of about `side` CSS pixels. */
export function useTile(side: number, columns = 1, rows = 1, gapCss = 2): Tile {
  const ratio = usePixelRatio();
  const size = useApp(imageSizeInView);
  return useMemo(() => {
    const scale = Math.max(1, Math.floor((side * ratio) / size));
    const shrink = Math.max(1, Math.ceil((size * scale) / ratio / (side * SLACK)));
    const gap = Math.round(gapCss * ratio) * shrink;
    const css = (count: number) => (count * (size * scale + gap) - gap) / ratio / shrink;
    return { layout: { columns, rows, scale, gap }, side: css(1), width: css(columns), height: css(rows), size };
  }, [ratio, size, side, columns, rows, gapCss]);
}

/** Some of the images, without copying them. */
export function someImages({ size, rgba }: Images, from: number, count: number): Images {
  const stride = size * size * 4;
  return { count, size, rgba: rgba.subarray(from * stride, (from + count) * stride) };
}

/** Whether fingers point here: then nothing can be pointed at without a press, and there are no keys to name. */
export const useTouch = () => useMedia('(hover: none)');

/** A value once it has not changed for some milliseconds. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** The prior of the model at hand. */
export const usePrior = () => useLatents((state) => state.prior);
