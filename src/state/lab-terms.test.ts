import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { architecture } from '../core/architecture';
import { TERM_IDS, TERMS } from '../core/glossary';
import type { Term, TermId } from '../core/glossary';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import type { ExploreState } from './explore-settings';
import type { InspectState } from './inspect';
import { labPage } from './lab-page';
import { showTerm } from './lab-terms';
import type { TermParts } from './lab-terms';
import { createAppStore } from './store';

let parts: TermParts;

beforeEach(() => {
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  store.setState({ run: { id: 'mine', architecture: architecture(PRESETS.tiny), config: PRESETS.tiny } as RunSummary });
  const session = { store, show: (view: ReturnType<typeof store.getState>['view']) => store.setState({ view }) };
  const explore = { store: createStore<ExploreState>()(() => ({ tool: 'map' }) as ExploreState) };
  const inspect = { store: createStore<InspectState>()(() => ({ panel: 'forgetting' }) as InspectState) };
  parts = { session, explore, inspect };
});

/** Where a term leads. */
function shown(id: TermId) {
  showTerm(parts, id);
  const { view, layer } = parts.session.store.getState();
  return { view, layer: layer?.name ?? null, panel: parts.inspect.store.getState().panel, tool: parts.explore.store.getState().tool };
}

it('shows the layer, the panel or the tool that a term is about', () => {
  const [features, score] = architecture(PRESETS.tiny).discriminator.slice(-2).map(({ name }) => name);
  expect(shown('gradient')).toMatchObject({ view: 'inspect', panel: 'gradients', layer: null });
  expect(shown('guidedBackpropagation')).toMatchObject({ view: 'inspect', panel: 'pixels', layer: features });
  expect(shown('logit')).toMatchObject({ view: 'inspect', panel: 'maps', layer: score });
  expect(shown('interpolation')).toMatchObject({ view: 'explore', tool: 'walk' });
  expect(shown('latent')).toMatchObject({ view: 'explore', tool: 'sliders' });
});

it('shows what a term is about, whatever layer the term before has chosen', () => {
  const ofLayers = TERM_IDS.filter((id) => ['maps', 'pixels'].includes((TERMS[id] as Term).panel ?? ''));
  expect(ofLayers).toContain('kernel');
  for (const id of ofLayers) {
    parts.session.store.setState({ layer: null });
    const fresh = shown(id);
    showTerm(parts, 'logit');
    expect(shown(id), id).toEqual(fresh);
  }
});

it('shows either convolution, and leaves the one that is open where a term is of both', () => {
  const kind = () => labPage.getState().convolution;
  showTerm(parts, 'fractionalConv');
  expect([labPage.getState().page, kind()]).toEqual(['convolutions', 'fractional']);
  showTerm(parts, 'stridedConv');
  expect(kind()).toBe('strided');
  showTerm(parts, 'padding');
  expect(kind()).toBeNull();
});
