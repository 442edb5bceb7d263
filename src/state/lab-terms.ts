import { TERMS } from '../core/glossary';
import type { Term, TermId } from '../core/glossary';
import type { Explore } from './explore';
import type { Inspect } from './inspect';
import { showHome } from './lab-page';
import { lastConvolution } from './layer-in-view';
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
  const model = modelInView(session.store.getState())?.architecture;
  const layer = model && term.layer && (term.layer === 'score' ? model.discriminator.at(-1)! : lastConvolution(model));
  if (layer) session.store.setState({ layer: { network: 'discriminator', name: layer.name } });
  if (term.panel) inspect.store.setState({ panel: term.panel });
  if (term.tool) explore.store.setState({ tool: term.tool });
  showHome(session, term);
}
