import { expect, it } from 'vitest';
import { LESSONS } from '../core/lessons';
import { addressOf, follow, labPage } from './lab-page';
import type { View } from './store';

it('leads from an address within the page to every place of a lesson, and from no other', () => {
  const shown: View[] = [];
  const session = { show: (view: View) => void shown.push(view) };
  for (const home of Object.values(LESSONS).flatMap(({ homes }) => [...homes])) {
    expect(follow(session, addressOf(home))).toBe(true);
    const [view, page] = home.split('/');
    expect(shown.at(-1)).toBe(view);
    if (page !== undefined) expect(labPage.getState().page).toBe(page);
  }
  const before = [...shown];
  for (const address of [null, '#share=x', '#go=nowhere', 'https://example.org/#go=lab/slow']) expect(follow(session, address)).toBe(false);
  expect(shown).toEqual(before);
});
