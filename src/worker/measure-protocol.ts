import type { MeasureOptions, MeasureReport } from '../core/measures';
import type { ModelReference } from '../core/run';

/** The requests about how good a model is. */
export interface MeasureRequests {
  /** All measures of a model as it is when this arrives; training may go on. Job `measure`: null when cancelled. */
  measure: { params: { model: ModelReference; options: MeasureOptions }; result: MeasureReport | null };
}
