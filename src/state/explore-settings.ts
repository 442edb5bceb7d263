import type { Images } from '../core/images';
import type { Interpolation } from '../core/interpolation';
import type { SlotName } from './latents';

/** The tools of Explore, in the order of their tabs. */
export const TOOLS = ['sliders', 'walk', 'plane', 'arithmetic', 'direction', 'inversion', 'neighbours', 'map'] as const;
export type Tool = (typeof TOOLS)[number];

/** The long tasks of Explore by the names that the worker knows them by. */
export type JobName = 'directions' | 'invert' | 'neighbours' | 'layOut' | 'labels' | 'rawEffects';

/** How far a running task is, and its best picture so far where it makes one. */
export interface Progress {
  done: number;
  total: number;
  value?: number;
  picture?: Images;
}

/** What Explore's tools are set to. */
export interface ExploreState {
  tool: Tool;
  /** The list that a click on a pin adds to, among those of the tool; its first, or none. */
  filling: SlotName | 'first' | 'none';
  /** How walks and planes go between latents; null for what suits the prior. */
  interpolation: Interpolation | null;
  /** Steps from one stop of a walk to the next, and frames a second when it is played. */
  walkSteps: number;
  walkRate: number;
  /** The two directions of the plane by id, or its four corners. */
  planeKind: 'directions' | 'corners';
  planeAcross: string | null;
  planeDown: string | null;
  planeSide: number;
  /** Noise around a result of arithmetic, and whether it is brought to the prior's norm. */
  noise: number;
  noiseSeed: number;
  rescale: boolean;
  restarts: number;
  mapMethod: 'pca' | 'umap';
  mapReals: boolean;
  running: Readonly<Partial<Record<JobName, true>>>;
}

/** What they are set to at first. */
export const INITIAL: ExploreState = {
  tool: 'sliders',
  filling: 'first',
  interpolation: null,
  walkSteps: 8,
  walkRate: 12,
  planeKind: 'directions',
  planeAcross: null,
  planeDown: null,
  planeSide: 8,
  noise: 0.25,
  noiseSeed: 1,
  rescale: false,
  restarts: 6,
  mapMethod: 'pca',
  mapReals: true,
  running: {},
};

/** The lists of latents of the tool that is open. */
function listsInView({ tool, planeKind }: Pick<ExploreState, 'tool' | 'planeKind'>): readonly SlotName[] {
  switch (tool) {
    case 'walk':
      return ['stops'];
    case 'plane':
      return planeKind === 'corners' ? ['corners'] : [];
    case 'arithmetic':
      return ['a', 'b', 'c'];
    case 'direction':
      return ['start', 'end'];
    case 'sliders':
    case 'inversion':
    case 'neighbours':
    case 'map':
      return [];
    default:
      return tool satisfies never;
  }
}

/** The list that a click on a pin adds to at the moment; null where a click shows the pin. */
export function listToFill(state: Pick<ExploreState, 'tool' | 'planeKind' | 'filling'>): SlotName | null {
  const { filling } = state;
  if (filling === 'none') return null;
  const lists = listsInView(state);
  return lists.find((list) => list === filling) ?? lists[0] ?? null;
}
