import { expect, it } from 'vitest';
import { LESSON_IDS, LESSONS, TOUR } from '../core/lessons';
import { TERM_IDS, TERMS } from '../core/glossary';
import type { TermHome } from '../core/glossary';
import { isTextKey } from '../i18n/text';
import { LAB_PAGES, labPage } from './lab-page';
import { VIEWS } from './store';
import type { View } from './store';
import { goToStop, tour } from './tour';

it('goes from view to view and ends after its last stop', () => {
  const shown: View[] = [];
  const session = { show: (view: View) => void shown.push(view) };
  for (let stop = 0; tour.getState().stop !== null || stop === 0; stop++) goToStop(session, stop);
  expect(shown).toEqual(['train', 'train', 'train', 'train', 'explore', 'inspect', 'lab', 'lab']);
  expect(labPage.getState().page).toBe('clinic');
});

it('has texts for every stop and lesson, and every home that anything names is there', () => {
  for (const n of TOUR.keys()) for (const part of ['title', 'text']) expect(isTextKey(`lab.tour.${n + 1}.${part}`)).toBe(true);
  for (const id of LESSON_IDS)
    for (const part of ['title', 'goals', 'steps', 'questions', 'observations']) expect(isTextKey(`lab.lesson.${id}.${part}`), id).toBe(true);
  const homes: TermHome[] = [...TOUR.map(({ home }) => home), ...LESSON_IDS.flatMap((id) => LESSONS[id].homes), ...TERM_IDS.map((id) => TERMS[id].home)];
  for (const home of homes) {
    const [view, page] = home.split('/');
    expect(VIEWS as readonly string[]).toContain(view);
    if (page !== undefined) expect(LAB_PAGES as readonly string[]).toContain(page);
  }
});
