import { useEffect, useRef } from 'react';
import type { ComponentProps } from 'react';
import type { Images } from '../../core/images';
import { drawImages, tilesSize } from '../common/draw-images';
import { usePixelRatio } from '../common/hooks';

interface StillProps extends Omit<ComponentProps<'canvas'>, 'ref'> {
  images: Images;
  columns: number;
  rows: number;
  /** CSS pixels to a pixel of the images. */
  scale: number;
  /** CSS pixels that each picture takes all the same where `scale` does not come out even. */
  side?: number;
}

/** Pictures that stay as they are, in rows. */
export function Still({ images, columns, rows, scale, side = 0, ...rest }: StillProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const layout = { columns, rows, scale: Math.max(1, Math.round(scale * ratio)), gap: Math.round(2 * ratio) };
  const { width, height } = tilesSize(layout, images.size);
  useEffect(() => {
    if (canvas.current) drawImages(canvas.current, images, layout);
  });
  const even = side > 0 ? tilesSize({ columns, rows, scale: 1, gap: 2 }, side) : { width: width / ratio, height: height / ratio };
  return <canvas ref={canvas} style={even} {...rest} />;
}
