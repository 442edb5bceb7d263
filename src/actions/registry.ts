import type { LucideIcon } from 'lucide-react';
import {
  CircleQuestionMark, Compass, Database, Dices, FlaskConical, Download, Gauge, Images, Languages, ListRestart, Pause,
  Pin as PinIcon, Play, Redo, RotateCcw, ScanEye, Share2, StepForward, SunMoon, Turtle, Undo,
} from 'lucide-react';
import { LANGUAGES } from '../i18n/text';
import type { TextKey } from '../i18n/text';
import { addPin } from '../state/explore-pins';
import { ruleOf } from '../state/lesson';
import type { Rule } from '../state/lesson';
import { randomizeLatent, resetLatent } from '../state/latents';
import { THEMES } from '../state/preferences';
import type { PreferenceStore } from '../state/preferences';
import type { Session } from '../state/session';
import { isTraining } from '../state/store';
import type { AppState, View } from '../state/store';
import { copyShareUrl } from './share';

/** What an action works on. */
export interface Context {
  session: Session;
  preferences: PreferenceStore;
}

/** Something a person can do: buttons, single keys and the list in the help all come from here. */
export interface Action {
  labelKey: TextKey;
  icon: LucideIcon;
  /** The key that triggers it, as `tinykeys` and the help write it; null for none. */
  key: string | null;
  /** The view that it shows, if that is what it does. */
  view?: View;
  enabled(state: AppState): boolean;
  run(context: Context): void | Promise<void>;
}

const always = () => true;
const idle = (state: AppState) => state.run !== null && !state.starting && !isTraining(state) && state.phase !== 'lost';
const unfinished = (state: AppState) => state.run !== null && state.step < state.run.config.steps;
const hasRun = (state: AppState) => state.run !== null && state.phase !== 'lost';

const show = (view: View, labelKey: TextKey, icon: LucideIcon, key: string): Action => ({
  labelKey,
  icon,
  key,
  view,
  enabled: always,
  run: ({ session }) => session.show(view),
});

/** The item after `current`, the first after the last. */
export function nextOf<T>(items: readonly T[], current: T): T {
  return items[(items.indexOf(current) + 1) % items.length]!;
}

export const ACTIONS = {
  train: {
    labelKey: 'action.train',
    icon: Play,
    key: 't',
    enabled: (state) => idle(state) && unfinished(state),
    run: ({ session }) => session.train(),
  },
  pause: {
    labelKey: 'action.pause',
    icon: Pause,
    key: 'p',
    enabled: isTraining,
    run: ({ session }) => session.pause(),
  },
  step: {
    labelKey: 'action.step',
    icon: StepForward,
    key: 's',
    enabled: idle,
    run: ({ session }) => session.step(),
  },
  slow: {
    labelKey: 'action.slow',
    icon: Turtle,
    key: 'm',
    enabled: always,
    run: ({ session }) => session.setSlow(!session.store.getState().slow),
  },
  reset: {
    labelKey: 'action.reset',
    icon: RotateCcw,
    key: 'r',
    enabled: hasRun,
    run: ({ session }) => session.reset(),
  },
  randomize: {
    labelKey: 'action.randomize',
    icon: Dices,
    key: 'z',
    enabled: hasRun,
    run: ({ session }) => randomizeLatent(session.latents, crypto.getRandomValues(new Uint32Array(1))[0]!),
  },
  resetLatent: {
    labelKey: 'action.resetLatent',
    icon: ListRestart,
    key: 'Shift+Z',
    enabled: hasRun,
    run: ({ session }) => resetLatent(session.latents),
  },
  undo: {
    labelKey: 'action.undo',
    icon: Undo,
    key: 'u',
    enabled: hasRun,
    run: ({ session }) => session.latents.undo(),
  },
  redo: {
    labelKey: 'action.redo',
    icon: Redo,
    key: 'Shift+U',
    enabled: hasRun,
    run: ({ session }) => session.latents.redo(),
  },
  pin: {
    labelKey: 'action.pin',
    icon: PinIcon,
    key: 'k',
    enabled: hasRun,
    run: ({ session }) => void addPin(session.latents, session.latents.getState().z),
  },
  viewTrain: show('train', 'action.viewTrain', Images, '1'),
  viewExplore: show('explore', 'action.viewExplore', Compass, '2'),
  viewInspect: show('inspect', 'action.viewInspect', ScanEye, '3'),
  viewLab: show('lab', 'action.viewLab', FlaskConical, '4'),
  viewMeasure: show('measure', 'action.viewMeasure', Gauge, '5'),
  viewData: show('data', 'action.viewData', Database, '6'),
  language: {
    labelKey: 'action.language',
    icon: Languages,
    key: 'l',
    enabled: always,
    run: ({ preferences }) => preferences.setState(({ language }) => ({ language: nextOf(LANGUAGES, language) })),
  },
  theme: {
    labelKey: 'action.theme',
    icon: SunMoon,
    key: 'd',
    enabled: always,
    run: ({ preferences }) => preferences.setState(({ theme }) => ({ theme: nextOf(THEMES, theme) })),
  },
  export: {
    labelKey: 'action.export',
    icon: Download,
    key: 'e',
    enabled: always,
    run: ({ session }) => session.store.setState({ dialog: 'export' }),
  },
  share: {
    labelKey: 'action.share',
    icon: Share2,
    key: null,
    enabled: always,
    run: ({ session, preferences }) => copyShareUrl(session, preferences.getState().language),
  },
  help: {
    labelKey: 'action.help',
    icon: CircleQuestionMark,
    key: '?',
    enabled: always,
    run: ({ session }) => session.store.setState({ dialog: 'help' }),
  },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;
export const ACTION_IDS = Object.keys(ACTIONS) as ActionId[];

/** What the lesson in force does with an action; one that shows a view shares the view's lot. */
export function ruleOfAction(state: AppState, id: ActionId): Rule | null {
  const { view }: Action = ACTIONS[id];
  return ruleOf(state, view ? `view:${view}` : `action:${id}`);
}

/** Does an action if it can be done now. */
export async function act(id: ActionId, context: Context): Promise<void> {
  const action: Action = ACTIONS[id];
  const state = context.session.store.getState();
  if (action.enabled(state) && ruleOfAction(state, id) === null) await action.run(context);
}
