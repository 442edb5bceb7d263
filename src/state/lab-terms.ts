import { TERMS } from '../core/glossary';
import type { Term, TermId } from '../core/glossary';
import type { Explore } from './explore';
import type { Inspect } from './inspect';
import { showHome } from './lab-page';
import type { Session } from './session';
import { modelInView } from './store';

/** The parts of the page that hold what terms are about. */
export interface TermParts {
  session: Pick<Session, 'show' | 'store'>;
  explore: Pick<Explore, 'store'>;
  inspect: Pick<Inspect, 'store'>;
}

/** Shows where a term of the glossary is at work: its view with the tool, the panel and the layer that it is about. */
export function showTerm({ session, explore, inspect }: TermParts, id: TermId): void {
  const term: Term = TERMS[id];
  const score = modelInView(session.store.getState())?.architecture.discriminator.at(-1);
  if (term.ofScore && score) session.store.setState({ layer: { network: 'discriminator', name: score.name } });
  if (term.panel) inspect.store.setState({ panel: term.panel });
  if (term.tool) explore.store.setState({ tool: term.tool });
  showHome(session, term);
}
