/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Blue for negative, orange for positive; about equally dark, so that neither sign stands out. */
const NEGATIVE: Colour = [0, 114, 178];
const POSITIVE: Colour = [213, 94, 0];
const MIDDLE = { light: [255, 255, 255], dark: [0, 0, 0] } as const satisfies Record<string, Colour>;

export type Theme = keyof typeof MIDDLE;

/** The colour of a value from -1 to 1 (clamped), zero always the middle: white in light, black in dark. */
export function divergingColour(value: number, theme: Theme): Colour {
  const end = value < 0 ? NEGATIVE : POSITIVE;
  const share = Math.min(1, Math.abs(value));
  const middle = MIDDLE[theme];
  const mix = (channel: 0 | 1 | 2) => Math.round(middle[channel] + share * (end[channel] - middle[channel]));
  return [mix(0), mix(1), mix(2)];
}

/** Three values from -1 to 1 (clamped by the caller) as red, green and blue themselves: zero is the middle grey. */
export function tripleColour(red: number, green: number, blue: number): Colour {
  return [Math.round(127.5 + 127.5 * red), Math.round(127.5 + 127.5 * green), Math.round(127.5 + 127.5 * blue)];
}

/**
 * The limit of a colour scale that holds all values: the greatest size of any, rounded up to two significant digits, so
 * that the colours are used to their ends.
 */
export function scaleLimit(values: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, Math.abs(values[i]!));
  if (!(greatest > 0) || !Number.isFinite(greatest)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(greatest)) - 1);
  // A 32-bit 0.2 is a little more than 0.2, and shall not count as 0.21.
  return Number((Math.ceil(greatest / unit - 1e-4) * unit).toPrecision(2));
}

/** Whether any value is below zero, so that a scale needs its negative half. */
export function hasNegative(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (values[i]! < 0) return true;
  return false;
}
