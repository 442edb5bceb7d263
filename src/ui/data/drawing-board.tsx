import { Eraser, Plus } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import { dataSets } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import { Toggle } from '../common/toggle';
import { segmentsOf, type Place } from './drawing';
import { useDataSets } from './hooks';
import { Tray } from './tray';
import styles from './drawing-board.module.css';

/** Side of the board in its own pixels: enough for any model's size. */
const SIDE = 256;

interface DrawingBoardProps {
  /** Called when a set is asked for of the drawings. */
  onMake: () => void;
}

/** A board to draw on by pointer or finger, and the tray that a drawing goes to, which leaves the board empty for the next. */
export function DrawingBoard({ onMake }: DrawingBoardProps) {
  const { t } = useTexts();
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Place | null>(null);
  const [mirror, setMirror] = useState(true);
  const [repeat, setRepeat] = useState<'1' | '2' | '3'>('1');
  const [ink, setInk] = useState('#1a1b1e');
  const [width, setWidth] = useState(16);
  const [empty, setEmpty] = useState(true);
  const background = useDataSets((state) => state.choices.background);
  const added = useDataSets((state) => state.tray.length);
  const clear = () => {
    fill(canvas.current, background);
    setEmpty(true);
  };
  const addDrawing = () => {
    add(canvas.current);
    clear();
  };
  useEffect(() => fill(canvas.current, background), [background]);

  const stroke = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = canvas.current?.getContext('2d');
    const from = last.current;
    if (!context || !from) return;
    const to = placeOf(event);
    context.strokeStyle = ink;
    context.lineWidth = width / Number(repeat);
    context.lineCap = 'round';
    context.beginPath();
    for (const [a, b] of segmentsOf([from, to], mirror, Number(repeat))) {
      context.moveTo(a.x * SIDE, a.y * SIDE);
      context.lineTo(b.x * SIDE, b.y * SIDE);
    }
    context.stroke();
    last.current = to;
  };
  const end = () => (last.current = null);

  return (
    <div className={styles.board}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        width={SIDE}
        height={SIDE}
        data-testid="drawing-board"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = placeOf(event);
          setEmpty(false);
          stroke(event);
        }}
        onPointerMove={stroke}
        onPointerUp={end}
        onPointerCancel={end}
      >
        {t('own.board')}
      </canvas>
      <div className={styles.controls}>
        <label htmlFor={`${id}-mirror`}>{t('own.mirror')}</label>
        <Toggle id={`${id}-mirror`} on={mirror} onToggle={setMirror} />
        <label htmlFor={`${id}-repeat`}>{t('own.repeat')}</label>
        <Select
          id={`${id}-repeat`}
          value={repeat}
          options={(['1', '2', '3'] as const).map((n) => ({ value: n, text: `${n}×${n}` }))}
          onPick={setRepeat}
        />
        <label htmlFor={`${id}-ink`}>{t('own.ink')}</label>
        <input id={`${id}-ink`} type="color" value={ink} onChange={({ target }) => setInk(target.value)} />
        <label htmlFor={`${id}-width`}>{t('own.pencil')}</label>
        <Slider id={`${id}-width`} value={width} min={2} max={64} step={1} onSlide={setWidth} />
      </div>
      <div className={styles.deeds}>
        <Button icon={Plus} tone="strong" inactive={empty} onClick={addDrawing}>
          {t('own.addDrawing')}
        </Button>
        <Button icon={Eraser} onClick={clear}>
          {t('own.clear')}
        </Button>
      </div>
      <div className={styles.added}>
        <output>{t('own.trayCount', { count: added })}</output>
        <Tray onMake={onMake} />
      </div>
    </div>
  );
}

function placeOf(event: PointerEvent<HTMLCanvasElement>): Place {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

function fill(canvas: HTMLCanvasElement | null, colour: string): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  context.fillStyle = colour;
  context.fillRect(0, 0, SIDE, SIDE);
}

/** What is on the canvas now; it may be cleared at once after. */
function add(canvas: HTMLCanvasElement | null): void {
  canvas?.toBlob((file) => file && dataSets.addToTray(file), 'image/png');
}
