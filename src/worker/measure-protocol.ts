import type { MeasureOptions, MeasureReport } from '../core/measures';
import type { RepresentationReport } from '../core/representation';
import type { ModelReference } from '../core/run';

/** What was measured, and the model that it was measured on where the schedule asked. */
export interface MeasureAnswer {
  report: MeasureReport;
  file: Uint8Array<ArrayBuffer> | null;
}

/** The requests about how good a model is. */
export interface MeasureRequests {
  /**
   * All measures of a model as it is when this arrives; training may go on. A `scheduled` one, which nobody waits for,
   * leaves training most of the time and gives that very model as a .dcgan file too. Job `measure`: null when cancelled.
   */
  measure: { params: { model: ModelReference; options: MeasureOptions; scheduled: boolean }; result: MeasureAnswer | null };
  /** What D's features are worth to a linear classifier. Job `represent`. */
  represent: { params: { model: ModelReference; seed: number }; result: RepresentationReport | null };
}
