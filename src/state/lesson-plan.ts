import type { TermHome } from '../core/glossary';
import { LESSONS } from '../core/lessons';
import type { Lesson as Plan, LessonId } from '../core/lessons';
import { isTextKey, translate } from '../i18n/text';
import type { Language, TextKey, TextParams } from '../i18n/text';
import { addressOf } from './lab-page';
import type { Lesson } from './lesson';

/** The parts of a lesson plan, in the order in which it is printed. */
export const PLAN_PARTS = ['goals', 'steps', 'questions', 'observations'] as const;
export type PlanPart = (typeof PLAN_PARTS)[number];

/** The items of a part of a plan; `numbers` are those that its texts name. */
export function planItems(plan: LessonId, part: PlanPart, language: Language, numbers: TextParams): string[] {
  return translate(language, `lab.lesson.${plan}.${part}`, numbers).split('\n');
}

/** What the tab of a view, or the page of the Lab, is called. */
export function homeName(home: TermHome, language: Language): string {
  const [view, page] = home.split('/');
  const key = page === undefined ? `view.${view}` : `lab.page.${page}`;
  if (!isTextKey(key)) throw new Error(`${home} has no name`);
  return page === undefined ? translate(language, key) : `${translate(language, 'view.lab')}: ${translate(language, key)}`;
}

/** A lesson plan as a learner is given it: its steps stand beside the views, and the rest is its text, in Markdown. */
export function lessonOfPlan(plan: LessonId, language: Language, numbers: TextParams): Lesson {
  const section = (title: TextKey, items: readonly string[]) => [`## ${translate(language, title)}`, ...items.map((item) => `- ${item}`)].join('\n');
  const items = (part: PlanPart) => planItems(plan, part, language, numbers);
  const { homes }: Plan = LESSONS[plan];
  // Below the rule: what a learner opens when the steps are under way, above all what they should not see before.
  const text = [
    '---',
    section('lab.lessons.goals', items('goals')),
    section('lab.lessons.where', homes.map((home) => `[${homeName(home, language)}](${addressOf(home)})`)),
    section('lab.lessons.questions', items('questions')),
    section('lab.lessons.observations', items('observations')),
  ].join('\n\n');
  return { title: translate(language, `lab.lesson.${plan}.title`), text, steps: items('steps'), rules: {}, plan };
}

/**
 * A lesson as somebody with this language reads it: a plan of the page's own in that language, what a teacher wrote as it was
 * written. So is a plan that had other steps when its link was made, for the learner's place is counted in steps.
 */
export function lessonIn(language: Language, lesson: Lesson, numbers: TextParams): Lesson {
  if (!lesson.plan) return lesson;
  const { title, text, steps } = lessonOfPlan(lesson.plan, language, numbers);
  return steps.length === lesson.steps.length ? { ...lesson, title, text, steps } : lesson;
}
