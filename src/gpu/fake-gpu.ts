import { KERNEL_LIMITS } from './device';

/** What a stand-in for `navigator.gpu` should answer; for tests. */
export interface FakeGpuOptions {
  info?: Partial<GPUAdapterInfo> | null;
  features?: readonly string[];
  limits?: Record<string, number>;
  requestDevice?: () => Promise<never>;
}

/**
 * A stand-in for `navigator.gpu` with one adapter, and what a test needs to know about or do to its device.
 */
export function fakeGpu(options: FakeGpuOptions = {}) {
  const limits = {
    ...Object.fromEntries(KERNEL_LIMITS.map((name, i) => [name, 1000 + i])),
    ...options.limits,
  };
  const features = new Set(options.features ?? []);
  let lose: (info: { reason: string; message: string }) => void = () => undefined;
  const lost = new Promise((resolve) => (lose = resolve));
  const device = Object.assign(new EventTarget(), {
    lost,
    features,
    limits,
    queue: {},
    destroyed: false,
    destroy() {
      this.destroyed = true;
    },
  });
  const requests: { adapter: unknown[]; device: GPUDeviceDescriptor[] } = { adapter: [], device: [] };
  const adapter = {
    info:
      options.info === null
        ? undefined
        : { vendor: '', architecture: '', device: '', description: '', ...options.info },
    features,
    limits,
    requestDevice: (descriptor: GPUDeviceDescriptor) => {
      requests.device.push(descriptor);
      return options.requestDevice?.() ?? Promise.resolve(device);
    },
  };
  const gpu = {
    requestAdapter: (wanted: unknown) => {
      requests.adapter.push(wanted);
      return Promise.resolve(adapter);
    },
  };
  return { gpu: gpu as unknown as GPU, device, requests, lose };
}
