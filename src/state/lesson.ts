import * as v from 'valibot';
import { isLessonId } from '../core/lessons';
import type { LessonId } from '../core/lessons';
import { VIEWS } from './store';
import type { AppState, View } from './store';

/** What a lesson does with a control: it is not there, or it is there and cannot be used. */
export const RULES = ['hidden', 'locked'] as const;
export type Rule = (typeof RULES)[number];

/** What a teacher has set up: texts in Markdown, and what is kept from the learner. */
export interface Lesson {
  title: string;
  text: string;
  steps: readonly string[];
  /** By the ids of controls: `view:explore`, `setting:seed`, `action:reset`, `picker:data`. */
  rules: Readonly<Record<string, Rule>>;
  /** The plan of the page's own whose texts these are: it is read in the learner's language. */
  plan?: LessonId;
}

/** A lesson that nothing has been written into. */
export const EMPTY_LESSON: Lesson = { title: '', text: '', steps: [], rules: {} };

const lessonSchema = v.object({
  title: v.optional(v.string(), ''),
  text: v.optional(v.string(), ''),
  steps: v.optional(v.array(v.string()), []),
  rules: v.optional(v.record(v.string(), v.unknown()), {}),
  plan: v.optional(v.unknown()),
});

/** Reads a lesson; what is unknown in it is left out. Null for what is none. */
export function parseLesson(value: unknown): Lesson | null {
  const parsed = v.safeParse(lessonSchema, value);
  if (!parsed.success) return null;
  const { rules, plan, ...texts } = parsed.output;
  const known = Object.entries(rules).flatMap(([control, word]) => {
    const rule = RULES.find((one) => one === word);
    return rule ? [[control, rule] as const] : [];
  });
  return { ...texts, rules: Object.fromEntries(known), ...(isLessonId(plan) && { plan }) };
}

/** What the lesson in force does with a control; null for nothing. */
export function ruleOf({ lesson }: Pick<AppState, 'lesson'>, control: string): Rule | null {
  return lesson && Object.hasOwn(lesson.rules, control) ? lesson.rules[control]! : null;
}

/** The views that a lesson shows: all where it hides every one, for one there has to be. */
export function shownViews(state: Pick<AppState, 'lesson'>): readonly View[] {
  const shown = VIEWS.filter((view) => ruleOf(state, `view:${view}`) !== 'hidden');
  return shown.length > 0 ? shown : VIEWS;
}

/** Whether a view can be gone to. */
export function isOpen(state: Pick<AppState, 'lesson'>, view: View): boolean {
  return shownViews(state).includes(view) && ruleOf(state, `view:${view}`) !== 'locked';
}

/** The view to show for one that was asked for: itself where it can be gone to, else the first that can, else itself. */
export function openView(state: Pick<AppState, 'lesson'>, asked: View): View {
  return isOpen(state, asked) ? asked : (VIEWS.find((view) => isOpen(state, view)) ?? asked);
}
