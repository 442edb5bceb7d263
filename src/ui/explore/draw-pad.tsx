import { Eraser } from 'lucide-react';
import { useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Images } from '../../core/images';
import { IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './tools.module.css';

/** Side of the pad in its own pixels, and the width of its pencil: a digit's stroke in MNIST is a tenth of the image. */
const PAD = 128;
const PENCIL = 12;

/** A small black pad to draw on in white with pointer or finger; gives the picture at the model's size after each stroke. */
export function DrawPad({ size, onDraw }: { size: number; onDraw: (images: Images) => void }) {
  const { t } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * PAD, y: ((event.clientY - box.top) / box.height) * PAD };
  };
  const stroke = (to: { x: number; y: number }) => {
    const context = canvas.current?.getContext('2d');
    if (!context || !last.current) return;
    context.strokeStyle = 'white';
    context.lineWidth = PENCIL;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(last.current.x, last.current.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    last.current = to;
  };
  const finish = () => {
    if (last.current && canvas.current) onDraw(reduced(canvas.current, size));
    last.current = null;
  };
  return (
    <div className={styles.pad}>
      <canvas
        ref={canvas}
        className={styles.draw}
        width={PAD}
        height={PAD}
        data-testid="draw-pad"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = at(event);
          stroke(at(event));
        }}
        onPointerMove={(event) => stroke(at(event))}
        onPointerUp={finish}
        onPointerCancel={finish}
      >
        {t('inversion.pad')}
      </canvas>
      <IconButton
        icon={Eraser}
        size="small"
        label={t('inversion.erase')}
        onClick={() => canvas.current?.getContext('2d')?.clearRect(0, 0, PAD, PAD)}
      />
    </div>
  );
}

function reduced(pad: HTMLCanvasElement, size: number): Images {
  const small = new OffscreenCanvas(size, size);
  const context = small.getContext('2d')!;
  context.fillStyle = 'black';
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(pad, 0, 0, size, size);
  return { count: 1, size, rgba: new Uint8ClampedArray(context.getImageData(0, 0, size, size).data) };
}
