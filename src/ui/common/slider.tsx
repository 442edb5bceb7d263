import type { ComponentProps, CSSProperties } from 'react';
import styles from './slider.module.css';

interface SliderProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'min' | 'max' | 'type'> {
  value: number;
  min: number;
  max: number;
  step: number;
  /** Where the filled part of the track begins. */
  origin?: number;
  onSlide: (value: number) => void;
}

/** The platform's range input: every pointer and key that a person knows works; the track is filled from `origin`. */
export function Slider({ value, min, max, origin = min, onSlide, className, ...rest }: SliderProps) {
  const share = (at: number) => `${(100 * (Math.min(max, Math.max(min, at)) - min)) / (max - min)}%`;
  const filled = {
    '--from': share(Math.min(origin, value)),
    '--to': share(Math.max(origin, value)),
  } as CSSProperties;
  return (
    <input
      type="range"
      className={[styles.slider, className].filter(Boolean).join(' ')}
      style={filled}
      min={min}
      max={max}
      value={value}
      onChange={(event) => onSlide(event.target.valueAsNumber)}
      {...rest}
    />
  );
}
