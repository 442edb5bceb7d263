import type { ExportedFile, ExportWish } from '../core/exports';
import type { ModelReference } from '../core/run';

/** The requests that make files of a model. */
export interface ExportRequests {
  exportModel: { params: { model: ModelReference; wish: ExportWish }; result: ExportedFile };
}
