import { describe, expect, it } from 'vitest';
import { LESSON_IDS, teachingNumbers } from '../core/lessons';
import { PRESETS } from '../core/presets';
import { LANGUAGES } from '../i18n/text';
import type { Language } from '../i18n/text';
import { parseLesson } from './lesson';
import type { Lesson } from './lesson';
import { lessonIn, lessonOfPlan, PLAN_PARTS, planItems } from './lesson-plan';
import { readUrl, shareUrl } from './url';

const numbers = teachingNumbers('nonSaturating');
const draft = { preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny } as const;
const opened = (lesson: Lesson, language: Language) =>
  readUrl(new URL(shareUrl('https://example.org/', { draft, language, view: 'train', layer: null, pins: [], lesson })!.href));

describe('a lesson plan', () => {
  it.each(LESSON_IDS)('has as many items in every language: %s', (plan) => {
    for (const part of PLAN_PARTS) {
      const counts = LANGUAGES.map((language) => planItems(plan, part, language, numbers).length);
      expect(new Set(counts).size, part).toBe(1);
    }
  });

  it.each(LESSON_IDS)('sent by a link is read in the language of whoever opens it: %s', (plan) => {
    const [english, korean] = [lessonOfPlan(plan, 'en', numbers), lessonOfPlan(plan, 'ko', numbers)];
    expect(english.title).not.toBe(korean.title);
    const { lesson, language } = opened(english, 'en');
    expect(language).toBeUndefined();
    expect(lessonIn('ko', lesson!, numbers)).toEqual(korean);
    expect(lessonIn('en', lesson!, numbers)).toEqual(english);
  });

  it('keeps what a teacher has hidden, and words that are the teacher’s own', () => {
    const made = lessonOfPlan('theGame', 'en', numbers);
    const ruled = lessonIn('ko', { ...made, rules: { 'view:data': 'hidden' } }, numbers);
    expect(ruled).toMatchObject({ title: lessonOfPlan('theGame', 'ko', numbers).title, rules: { 'view:data': 'hidden' } });
    const { plan: _, ...own } = made;
    const { lesson, language } = opened(own, 'en');
    expect(language).toBe('en');
    expect(lessonIn('ko', lesson!, numbers)).toEqual(own);
  });

  it('whose steps have changed since its link was made is read as it was, and one that there is no more is no plan', () => {
    const older = { ...lessonOfPlan('theGame', 'en', numbers), steps: ['one'] };
    expect(lessonIn('ko', older, numbers)).toEqual(older);
    expect(parseLesson({ title: 'x', plan: 'constructor' })).toEqual({ title: 'x', text: '', steps: [], rules: {} });
  });
});
