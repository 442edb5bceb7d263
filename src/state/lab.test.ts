import { expect, it, vi } from 'vitest';
import { TERMS } from '../core/glossary';
import { PRESETS } from '../core/presets';
import { WorkerClient } from '../worker/client';
import { servicePort } from '../worker/testing';
import { Lab } from './lab';
import { labPage, showHome } from './lab-page';
import type { Session } from './session';
import { createAppStore } from './store';
import { browserClock } from './timing';

/** What the Lab and what leads to it use of a session. */
function makeSession(): Session {
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  return { store, pause: async () => {}, show: () => {} } as unknown as Session;
}

it('turns to the experiment of a term, be it open already or not, but not away from one that is made', async () => {
  const session = makeSession();
  showHome(session, TERMS.pooling);
  const { experiment } = new Lab({ client: new WorkerClient(() => servicePort()), session, clock: browserClock });
  const turnsTo = (id: string) => vi.waitFor(() => expect(experiment.store.getState().id).toBe(id));
  await turnsTo(TERMS.pooling.experiment);
  showHome(session, TERMS.checkerboard);
  await turnsTo(TERMS.checkerboard.experiment);
  // A term of all experiments leaves the open one where it is.
  showHome(session, TERMS.diversity);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(experiment.store.getState().id).toBe(TERMS.checkerboard.experiment);
  experiment.store.setState({ phase: 'training' });
  showHome(session, TERMS.beta1);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(experiment.store.getState().id).toBe(TERMS.checkerboard.experiment);
  expect(labPage.getState().experiment).toBeNull();
});
