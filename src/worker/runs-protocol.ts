import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
import type { KeptAbout, KeptList, KeptMade } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { StoredPin } from '../core/pins';
import type { KernelWeights } from './protocol';

/** What came of keeping a run. Where storage refused, `problem` says why and `file` is the checkpoint, for the page to hold. */
export interface KeepReport {
  step: number;
  list: KeptList | null;
  problem: Message | null;
  file: Uint8Array<ArrayBuffer> | null;
}

/** The requests about runs that are kept in this browser. */
export interface RunsRequests {
  /** Keeps a checkpoint of a run, under what it is known by. */
  keepRun: { params: { run: string; about: KeptAbout; pins: readonly StoredPin[] }; result: KeepReport };
  /** All kept runs; rejects with the message `keepStorage` where the browser has no place for any. */
  keptRuns: { params: object; result: KeptList };
  /** A kept checkpoint as a .dcgan file. */
  keptFile: { params: { id: string; step: number }; result: { bytes: Uint8Array<ArrayBuffer> } };
  /** The sample grids of kept checkpoints, as they were saved. */
  keptSamples: { params: { id: string; steps: readonly number[] }; result: readonly Images[] };
  /** Pictures of latents, row-major [n, zSize], by the generator of a kept checkpoint. */
  renderKept: { params: { id: string; step: number; z: Float32Array }; result: Images };
  /** A layer's kernel as it was at a kept checkpoint. */
  keptKernel: { params: { id: string; step: number; network: NetworkName; layer: string }; result: KernelWeights };
  /** All metrics up to a run's last kept checkpoint, as the `metrics` event has them. */
  keptHistory: { params: { id: string }; result: { rows: Float64Array<ArrayBuffer> } };
  /** Keeps what the person made in a run's latent space, and when it was open, without a checkpoint. */
  noteKept: { params: { id: string; made: KeptMade; used: number }; result: KeptList };
  renameKept: { params: { id: string; name: string }; result: KeptList };
  deleteKept: { params: { id: string }; result: KeptList };
}
