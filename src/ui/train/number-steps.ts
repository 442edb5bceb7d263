import type { NumberSetting } from '../../core/settings';

/** Steps of a logarithmic setting to a factor of ten. */
const STEPS_PER_DECADE = 10;

/** The value one step up (`by` 1) or down (-1): an equal ratio where the setting is logarithmic, else an equal difference. */
export function stepped(setting: NumberSetting, value: number, by: number): number {
  const { integer, logarithmic, min, max } = setting;
  const next = logarithmic
    ? rounded(value * 10 ** (by / STEPS_PER_DECADE))
    : rounded(value + by * differenceOf(setting));
  const whole = integer ? wholeStep(value, next, by) : next;
  return Math.min(max, Math.max(min, whole));
}

/** Where a value lies on a slider from 0 to 1. */
export function toShare({ min, max, logarithmic }: NumberSetting, value: number): number {
  if (logarithmic) return Math.log(Math.max(value, min) / min) / Math.log(max / min);
  return (value - min) / (max - min);
}

/** The value at a place on a slider from 0 to 1, rounded to what a person would write. */
export function fromShare(setting: NumberSetting, share: number): number {
  const { min, max, logarithmic, integer } = setting;
  if (logarithmic) {
    const value = rounded(min * (max / min) ** share);
    return Math.min(max, Math.max(min, integer ? Math.round(value) : value));
  }
  const difference = differenceOf(setting);
  return rounded(min + Math.round((share * (max - min)) / difference) * difference);
}

function differenceOf({ integer, min, max }: NumberSetting): number {
  return integer ? 1 : max - min <= 1 ? 0.01 : 0.1;
}

/** Two significant digits for small and fractional values; whole ones beyond 100 keep what they are. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}

/** A whole number that has moved at least by one. */
function wholeStep(value: number, next: number, by: number): number {
  const whole = Math.round(next);
  return whole === value ? value + Math.sign(by) : whole;
}
