import { createStore } from 'zustand/vanilla';
import type { TermHome } from '../core/glossary';
import type { Session } from './session';

/** The pages of the Lab, in the order of their list. */
export const LAB_PAGES = ['experiments', 'convolutions', 'tanh', 'batchNorm', 'activations', 'clinic', 'slow', 'game', 'lessons', 'glossary'] as const;
export type LabPage = (typeof LAB_PAGES)[number];

/** Which page the Lab shows; apart from the Lab itself, so that what leads there need not load it. */
export const labPage = createStore<{ page: LabPage }>()(() => ({ page: 'experiments' }));

/** Shows where a term of the glossary is at work. */
export function showHome(session: Pick<Session, 'show'>, home: TermHome): void {
  const [view, page] = home.split('/') as [Parameters<Session['show']>[0], string?];
  const found = LAB_PAGES.find((known) => known === page);
  if (found) labPage.setState({ page: found });
  session.show(view);
}
