import type { WorkerClient } from '../worker/client';
import { Clinic } from './lab-clinic';
import { ExperimentRunner } from './lab-experiment';
import { DiscriminatorGame } from './lab-game';
import { labPage } from './lab-page';
import { SlowMotion } from './lab-slow';
import type { Session } from './session';
import type { Clock } from './timing';

/** What the Lab needs from the page. */
export interface LabParts {
  client: WorkerClient;
  session: Session;
  clock: Clock;
}

/** What a person does in the Lab. */
export class Lab {
  readonly experiment: ExperimentRunner;
  readonly clinic: Clinic;
  readonly slow: SlowMotion;
  readonly game: DiscriminatorGame;

  constructor(parts: LabParts) {
    this.experiment = new ExperimentRunner(parts);
    this.clinic = new Clinic(parts);
    this.slow = new SlowMotion(parts);
    this.game = new DiscriminatorGame(parts);
    // A GPU can train at a size whose digits can be read.
    const { backend } = parts.session.store.getState();
    if (backend?.backend === 'webgpu' && !backend.software) this.experiment.set({ preset: 'class' });
    labPage.subscribe(() => this.#turnToExperiment());
    this.#turnToExperiment();
  }

  /** Turns to the experiment that something leads to, but for one that is being made. */
  #turnToExperiment(): void {
    const { experiment } = labPage.getState();
    if (!experiment) return;
    labPage.setState({ experiment: null });
    const { id, phase } = this.experiment.store.getState();
    if (experiment !== id && (phase === 'asking' || phase === 'done')) void this.experiment.choose(experiment);
  }
}
