import { useEffect, useRef } from 'react';
import type { ComponentProps } from 'react';
import type { Images } from '../../core/images';
import { browserClock, perFrame } from '../../state/timing';
import type { Slot } from '../../state/slot';
import { drawImages, tilesSize } from './draw-images';
import type { TileLayout } from './draw-images';
import { usePixelRatio } from './hooks';

interface ImagesCanvasProps<T> extends Omit<ComponentProps<'canvas'>, 'ref' | 'slot'> {
  slot: Slot<T>;
  imagesOf: (value: T) => Images | null;
  layout: TileLayout;
  /** Side of one image in pixels, which fixes the canvas' size before the first images are there. */
  size: number;
}

/** A canvas that draws a slot's images once a frame when they change, past React. */
export function ImagesCanvas<T>({ slot, imagesOf, layout, size, ...rest }: ImagesCanvasProps<T>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const { width, height } = tilesSize(layout, size);
  useEffect(() => {
    let mounted = true;
    const draw = () => {
      const images = imagesOf(slot.value);
      if (mounted && canvas.current && images && images.size === size) drawImages(canvas.current, images, layout);
    };
    draw();
    const stop = slot.subscribe(perFrame(draw, browserClock));
    return () => {
      mounted = false;
      stop();
    };
  }, [slot, imagesOf, layout, size]);
  return <canvas ref={canvas} style={{ width: width / ratio, height: height / ratio }} {...rest} />;
}
