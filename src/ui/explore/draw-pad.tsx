import { Eraser } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import type { Images } from '../../core/images';
import { IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './tools.module.css';

/** Side of the pad in its own pixels, and the width of its pencil: a digit's stroke in MNIST is a tenth of the image. */
const PAD = 128;
const PENCIL = 12;

/** What is drawn with on a grey model's black pad, and first on a colour model's white one. */
const CHALK = '#ffffff';
const CRAYON = '#f2a93b';

interface DrawPadProps {
  /** The model's image size. */
  size: number;
  /** Whether the model knows colours: then the pad is white and the pencil's colour can be chosen. */
  colour: boolean;
  onDraw: (images: Images) => void;
}

/** A small pad to draw on with pointer or finger; gives the picture at the model's size after each stroke. */
export function DrawPad({ size, colour, onDraw }: DrawPadProps) {
  const { t } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const [crayon, setCrayon] = useState(CRAYON);
  const paper = colour ? 'white' : 'black';
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * PAD, y: ((event.clientY - box.top) / box.height) * PAD };
  };
  const stroke = (to: { x: number; y: number }) => {
    const context = canvas.current?.getContext('2d');
    if (!context || !last.current) return;
    context.strokeStyle = colour ? crayon : CHALK;
    context.lineWidth = PENCIL;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(last.current.x, last.current.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    last.current = to;
  };
  const finish = () => {
    if (last.current && canvas.current) onDraw(reduced(canvas.current, size, paper));
    last.current = null;
  };
  return (
    <div className={styles.pad}>
      <canvas
        ref={canvas}
        className={styles.draw}
        style={{ background: paper }}
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
      <div>
        <IconButton
          icon={Eraser}
          size="small"
          label={t('inversion.erase')}
          onClick={() => canvas.current?.getContext('2d')?.clearRect(0, 0, PAD, PAD)}
        />
        {colour && (
          <input
            type="color"
            aria-label={t('inversion.crayon')}
            title={t('inversion.crayon')}
            value={crayon}
            onChange={(event) => setCrayon(event.target.value)}
          />
        )}
      </div>
    </div>
  );
}

function reduced(pad: HTMLCanvasElement, size: number, paper: string): Images {
  const small = new OffscreenCanvas(size, size);
  const context = small.getContext('2d')!;
  context.fillStyle = paper;
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(pad, 0, 0, size, size);
  return { count: 1, size, rgba: new Uint8ClampedArray(context.getImageData(0, 0, size, size).data) };
}
