import { createStore } from 'zustand/vanilla';
import type { WorkerClient } from '../worker/client';
import { ExperimentRunner } from './lab-experiment';
import type { Session } from './session';
import type { Clock } from './timing';

/** The pages of the Lab, in the order of their list. */
export const LAB_PAGES = ['experiments', 'convolutions'] as const;
export type LabPage = (typeof LAB_PAGES)[number];

/** What the Lab shows. */
export interface LabState {
  page: LabPage;
}

/** What the Lab needs from the page. */
export interface LabParts {
  client: WorkerClient;
  session: Session;
  clock: Clock;
}

/** What a person does in the Lab. */
export class Lab {
  readonly store = createStore<LabState>()(() => ({ page: 'experiments' }));
  readonly experiment: ExperimentRunner;

  constructor(parts: LabParts) {
    this.experiment = new ExperimentRunner(parts);
    // A GPU can train at a size whose digits can be read.
    const { backend } = parts.session.store.getState();
    if (backend?.backend === 'webgpu' && !backend.software) this.experiment.set({ preset: 'class' });
  }

  show(page: LabPage): void {
    this.store.setState({ page });
  }
}
