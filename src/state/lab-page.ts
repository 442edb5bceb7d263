import { createStore } from 'zustand/vanilla';
import type { ConvDemo } from '../core/conv-demo';
import type { ExperimentId } from '../core/experiments';
import type { Term, TermHome } from '../core/glossary';
import type { Session } from './session';
import { VIEWS } from './store';
import type { View } from './store';

/** The pages of the Lab, in the order of their list. */
export const LAB_PAGES = ['experiments', 'convolutions', 'tanh', 'batchNorm', 'activations', 'clinic', 'slow', 'game', 'lessons', 'glossary'] as const;
export type LabPage = (typeof LAB_PAGES)[number];

/** Which page the Lab shows, and which experiment or convolution it is to turn to. */
export interface LabPlace {
  page: LabPage;
  experiment: ExperimentId | null;
  convolution: ConvDemo['kind'] | null;
}

/** Where the Lab is; apart from it, so that what leads there need not load it. */
export const labPage = createStore<LabPlace>()(() => ({ page: 'experiments', experiment: null, convolution: null }));

/** The view, and in the Lab the page, where a term is at home. */
export function placeOf(home: TermHome): { view: View; page?: LabPage } {
  const [view, name] = home.split('/') as [View, string?];
  return { view, page: LAB_PAGES.find((known) => known === name) };
}

/** Shows where a term of the glossary, or something else that has a home, is at work. */
export function showHome(session: Pick<Session, 'show'>, { home, experiment, convolution }: Pick<Term, 'home' | 'experiment' | 'convolution'>): void {
  const { view, page } = placeOf(home);
  if (page) labPage.setState({ page, experiment: experiment ?? null, convolution: convolution ?? null });
  session.show(view);
}

/** What an address within the page begins with that leads to a view or to a page of the Lab. */
const GO = '#go=';

/** The address within the page of a place, for a text in Markdown to lead there. */
export const addressOf = (home: TermHome): string => GO + home;

/** Shows the place that an address within the page leads to; false where it leads to none. */
export function follow(session: Pick<Session, 'show'>, address: string | null): boolean {
  if (!address?.startsWith(GO)) return false;
  const [name, page] = address.slice(GO.length).split('/');
  const view = VIEWS.find((known) => known === name);
  if (!view) return false;
  const found = view === 'lab' ? LAB_PAGES.find((known) => known === page) : undefined;
  if (found) labPage.setState({ page: found });
  session.show(view);
  return true;
}
