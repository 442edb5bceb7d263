import { expect, it } from 'vitest';
import { cornerOf } from './tour-place';

const CARD = { width: 360, height: 200 };
const ROOM = { left: 20, top: 104, right: 1420, bottom: 828 };

it('keeps the card at the bottom of its side where it covers nothing there', () => {
  const target = { left: 300, top: 110, right: 900, bottom: 500 };
  expect(cornerOf(CARD, target, ROOM, 'right')).toBe('bottom-right');
  expect(cornerOf(CARD, target, ROOM, 'left')).toBe('bottom-left');
});

it('takes the card to the corner where it covers least', () => {
  const table = { left: 232, top: 320, right: 1272, bottom: 800 };
  expect(cornerOf(CARD, table, ROOM, 'right')).toBe('top-right');
  expect(cornerOf(CARD, { ...table, left: 900, right: 1400, top: 104 }, ROOM, 'right')).toBe('bottom-left');
  expect(cornerOf(CARD, { left: 20, top: 104, right: 1400, bottom: 500 }, ROOM, 'left')).toBe('bottom-left');
  expect(cornerOf(CARD, { ...ROOM, right: 1200 }, ROOM, 'left')).toBe('bottom-right');
});
