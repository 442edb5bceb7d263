import { tinykeys } from 'tinykeys';
import { ACTION_IDS, ACTIONS, act } from './registry';
import type { Context } from './registry';

/** Roles and elements that take keys for themselves, in which single keys are left to them. */
const TAKES_KEYS = 'input:not([type="range"]), select, textarea, [contenteditable], [role="dialog"], [role="alertdialog"]';

/** What Explore's undoing is bound to besides its own keys: Control, or Command on a Mac. */
const CONTROLS: Partial<Record<(typeof ACTION_IDS)[number], string>> = { undo: '$mod+z', redo: '$mod+Shift+Z' };

/** Triggers actions by their keys until the returned function is called; off while the person wants no shortcuts. */
export function listenForKeys(target: Window, context: Context): () => void {
  const bindings = ACTION_IDS.flatMap((id) => {
    const { key } = ACTIONS[id];
    if (key === null) return [];
    const handle = (event: KeyboardEvent) => {
      if (!context.preferences.getState().shortcuts) return;
      // A range takes arrow keys and digits do nothing in it, but letters typed into a field are its text.
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
      event.preventDefault();
      void act(id, context);
    };
    // The keys that undo everywhere else do so where there are latents to try out.
    const control = CONTROLS[id];
    const undo = (event: KeyboardEvent) => {
      if (context.session.store.getState().view === 'explore') handle(event);
    };
    // A question mark needs Shift on most keyboards but not on all; there it is part of typing it.
    const own = (key === '?' ? ['?', 'Shift+?'] : [key]).map((binding) => [binding, handle] as const);
    return control === undefined ? own : [...own, [control, undo] as const];
  });
  return tinykeys(target, Object.fromEntries(bindings));
}
