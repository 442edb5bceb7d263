import type { NetworkName } from '../core/architecture';
import type { GradientPath, MemoryReport, NormReport, Quiz, UpdateBatch, UpdatePreview } from '../core/lab-reports';
import type { ModelReference } from '../core/run';

/** The requests of the Lab; none of them changes anything of a model. */
export interface LabRequests {
  /** What batch norm does to one layer, on a batch of the model's own. */
  normReport: {
    params: { model: ModelReference; network: NetworkName; layer: string };
    result: NormReport & { step: number };
  };
  /** How large a gradient is on its way back through freshly made networks of this size, for each activation in D. */
  gradientPaths: { params: { model: ModelReference; z: Float32Array }; result: { paths: readonly GradientPath[] } };
  quiz: { params: { model: ModelReference; count: number; seed: number }; result: Quiz };
  /** The next update. `afterD` is G's turn within a whole step: D's update is made first, and taken back. */
  previewUpdate: { params: { model: ModelReference; turn: NetworkName; shown: number; afterD?: boolean }; result: UpdatePreview };
  /** The same of a batch that was previewed, with the weights as they are now or, taken back, after D's update. */
  reviewUpdate: { params: { model: ModelReference; from: UpdateBatch; shown: number; afterD?: boolean }; result: UpdatePreview };
  /** For a run that is trained on the first `images` of its set alone. */
  memory: { params: { model: ModelReference; images: number }; result: MemoryReport };
}
