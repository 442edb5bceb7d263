import { benchSteps } from '../../scripts/step-timings';
import type { BenchOptions, StepBench } from '../../scripts/step-timings';
import { selectBackend } from '../../src/gpu/backend';

/** What the program that drives this page asks for. */
export type BenchRequest = Omit<BenchOptions, 'report'>;

declare global {
  var bench: (options: BenchRequest) => Promise<StepBench>;
  /** Tells the program that drives this page how far the benchmark is. */
  var reportBench: (line: string) => Promise<void>;
}

const refuse = ({ message }: { message: string }): never => {
  throw new Error(message);
};

globalThis.bench = async (options) => {
  const selected = await selectBackend({ prefer: 'webgpu', onLost: refuse, onError: refuse });
  if (!selected.ok) return refuse(selected.error);
  return benchSteps(selected.value, { ...options, report: (line) => void globalThis.reportBench(line) });
};
