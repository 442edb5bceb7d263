import { createStore } from 'zustand/vanilla';
import { EMPTY_LESSON, openView, parseLesson } from './lesson';
import type { Lesson, Rule } from './lesson';
import type { Memory } from './preferences';
import type { AppStore } from './store';

/** Where a learner is in the lesson in force, and what a teacher is writing. */
export interface LessonState {
  /** The step that the learner is at; as many as there are steps when all are done. */
  at: number;
  /** Whether the lesson's text is shown beside the view. */
  shown: boolean;
  draft: Lesson;
}

const MEMORY_KEY = 'dcgan-playground.lesson';
const DRAFT_KEY = 'dcgan-playground.lesson-draft';

/** Follows the lesson in force: keeps the page within it, and remembers how far the learner is and what a teacher wrote. */
export class Lessons {
  readonly store = createStore<LessonState>()(() => ({ at: 0, shown: true, draft: EMPTY_LESSON }));
  readonly #app: AppStore;
  readonly #memory: Memory | null;

  constructor(app: AppStore, memory: Memory | null) {
    this.#app = app;
    this.#memory = memory;
    this.store.setState({ draft: parseLesson(this.#remembered(DRAFT_KEY)) ?? EMPTY_LESSON });
    this.store.subscribe((now, before) => {
      if (now.draft !== before.draft) this.#remember(DRAFT_KEY, now.draft);
    });
    app.subscribe((now, before) => {
      if (now.lesson !== before.lesson) this.store.setState({ at: now.lesson ? this.#recall(now.lesson) : 0, shown: true });
      const view = openView(now, now.view);
      if (view !== now.view) app.setState({ view });
    });
  }

  /** Goes to a step of the lesson; behind the last one all are done. */
  goTo(step: number): void {
    const { lesson } = this.#app.getState();
    if (!lesson) return;
    const at = Math.min(Math.max(0, step), lesson.steps.length);
    this.store.setState({ at });
    this.#remember(MEMORY_KEY, { lesson: nameOf(lesson), at });
  }

  /** Shows the lesson's text, or puts it away. */
  setShown(shown: boolean): void {
    this.store.setState({ shown });
  }

  /** Ends the lesson: everything can be used again. */
  leave(): void {
    this.#app.setState({ lesson: null });
  }

  /** Begins to write: with what was written last, else with the lesson in force. */
  edit(): void {
    if (isEmpty(this.store.getState().draft)) this.beginAnew();
    this.#app.setState({ dialog: 'lesson' });
  }

  /** Puts away what was written, for the lesson in force or an empty one. */
  beginAnew(): void {
    this.store.setState({ draft: this.#app.getState().lesson ?? EMPTY_LESSON });
  }

  /** Changes a part of what is being written; a plan whose texts are changed is the teacher's own from then on. */
  write(part: Partial<Omit<Lesson, 'plan'>>): void {
    const reworded = 'title' in part || 'text' in part || 'steps' in part;
    this.store.setState(({ draft: { plan, ...draft } }) => ({ draft: { ...draft, ...part, ...(plan && !reworded && { plan }) } }));
  }

  /** Says what the lesson being written does with a control; null for nothing. */
  rule(control: string, rule: Rule | null): void {
    const { [control]: _, ...rules } = this.store.getState().draft.rules;
    this.write({ rules: rule ? { ...rules, [control]: rule } : rules });
  }

  /** Puts the lesson being written in force, as a learner has it. */
  try(): void {
    this.#app.setState({ lesson: this.store.getState().draft, dialog: null });
  }

  #recall(lesson: Lesson): number {
    const kept = this.#remembered(MEMORY_KEY);
    if (typeof kept !== 'object' || kept === null || !('lesson' in kept) || !('at' in kept)) return 0;
    const { at } = kept;
    const usable = kept.lesson === nameOf(lesson) && typeof at === 'number' && Number.isInteger(at);
    return usable ? Math.min(Math.max(0, at), lesson.steps.length) : 0;
  }

  #remembered(key: string): unknown {
    try {
      return JSON.parse(this.#memory?.getItem(key) ?? 'null');
    } catch {
      // Blocked or damaged memory: begin as if nothing were remembered.
      return null;
    }
  }

  #remember(key: string, value: unknown): void {
    try {
      this.#memory?.setItem(key, JSON.stringify(value));
    } catch {
      // Full or blocked memory: it still holds for this visit, which is all that can be done.
    }
  }
}

function isEmpty({ title, text, steps, rules }: Lesson): boolean {
  return title === '' && text === '' && steps.length === 0 && Object.keys(rules).length === 0;
}

/** A number that tells lessons apart, whatever language a plan is in: FNV-1a of the text. */
function nameOf({ title, text, steps, plan }: Lesson): number {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(plan ?? [title, text, steps])) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
