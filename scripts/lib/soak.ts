import type { BackendSummary } from '../../src/worker/protocol';
import { METRICS } from '../../src/core/metrics';
import { PRESETS } from '../../src/core/presets';
import { Automation } from './automation';

/** What the browser holds at a moment of training; the heap is JavaScript's, of the page and its worker. */
export interface MemoryLook {
  step: number;
  tensors: number;
  gpuBytes: number;
  heapBytes: number;
}

/** How long to train, where, and how often to look on the way: seldom, for looking collects garbage first. */
export interface SoakWish {
  minutes: number;
  backend: string;
  looks: number;
}

/** What the heap may grow by and still count as flat: noise of the collector. */
const HEAP_SHARE = 0.1;
const HEAP_BYTES = 8e6;
/** Steps that may be under way at a look, each of which holds a tensor of its metrics; a leak adds one every step. */
const TENSORS_UNDER_WAY = 5;
/** A step leaves a row of metrics, in a buffer that doubles as it fills. */
const BYTES_PER_STEP = 2 * (METRICS.length + 1) * Float64Array.BYTES_PER_ELEMENT;

/** Trains `tiny` as the page does, a checkpoint kept at every look, and tells each look. */
export async function soak(
  { minutes, backend, looks }: SoakWish,
  tell: (look: MemoryLook) => void,
): Promise<{ backend: BackendSummary; looks: MemoryLook[] }> {
  const troubles: string[] = [];
  const automation = await Automation.open((event) => {
    if (event.type === 'notice' || event.type === 'lost') troubles.push(event.message.code);
  });
  try {
    const connected = await automation.connect(backend);
    const config = { ...PRESETS.tiny, steps: 1_000_000 };
    const { imageSize, channels } = config;
    await automation.request('loadData', { id: 'mnist', imageSize, channels });
    const { id } = await automation.request('createRun', { dataId: 'mnist', config });
    await automation.request('train', { run: id, slow: 0 });
    const about = { id: 'soak', name: 'soak', created: Date.now(), dataId: 'mnist', config, from: null };
    const made: MemoryLook[] = [];
    const begun = Date.now();
    for (let n = 1; n <= looks; n++) {
      const due = begun + (n * minutes * 60_000) / looks;
      await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
      const { step, problem } = await automation.request('keepRun', { run: id, about, pins: [] });
      if (problem) troubles.push(problem.code);
      if (troubles.length > 0) throw new Error(`training was disturbed: ${troubles.join(', ')}`);
      const { tensors, gpuBytes } = await automation.request('speed', { run: id });
      const look = { step, tensors, gpuBytes, heapBytes: await automation.heapBytes() };
      made.push(look);
      tell(look);
    }
    return { backend: connected, looks: made };
  } finally {
    await automation.close();
  }
}

/**
 * What has grown between two looks. The first looks of a run still see what is made once: programs, buffers, the first
 * checkpoint; `early` should come after these.
 */
export function grownBetween(early: MemoryLook, late: MemoryLook): (keyof MemoryLook)[] {
  const most = early.heapBytes * (1 + HEAP_SHARE) + HEAP_BYTES + late.step * BYTES_PER_STEP;
  return [
    ...(late.tensors > early.tensors + TENSORS_UNDER_WAY ? ['tensors' as const] : []),
    ...(late.gpuBytes > early.gpuBytes ? ['gpuBytes' as const] : []),
    ...(late.heapBytes > most ? ['heapBytes' as const] : []),
  ];
}
