import { describeCause, fail, ok } from '../core/result';
import type { Result } from '../core/result';

/** Why no WebGPU device could be had. */
export type DeviceFailureCode = 'no-webgpu-api' | 'no-adapter' | 'device-failed';

/**
 * The device limits that kernels plan their dispatches by; bytes, counts and invocations as WebGPU defines
 * them.
 */
export const KERNEL_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** The values of {@link KERNEL_LIMITS} on one device. */
export type KernelLimits = Record<(typeof KERNEL_LIMITS)[number], number>;

/** A WebGPU device that we requested ourselves, with the adapter it came from in words. */
export interface OwnedDevice {
  device: GPUDevice;
  /** Absent in browsers that have WebGPU but not yet `GPUAdapter.info`. */
  adapterInfo: GPUAdapterInfo | undefined;
  /** Vendor, architecture and model as far as the browser tells them; empty where it tells nothing. */
  adapter: string;
  /** True when the "GPU" is a program on the CPU (SwiftShader, llvmpipe, WARP): right, but slow. */
  software: boolean;
  limits: KernelLimits;
  /** True when passes can be timed on the GPU itself. */
  timestamps: boolean;
}

/**
 * The device is gone and everything on it with it; only a new device, and so a new worker, goes on from here.
 */
export interface DeviceLoss {
  reason: 'destroyed' | 'unknown';
  message: string;
}

/** An error that no error scope caught: the GPU went on, but a result may be wrong. */
export interface DeviceError {
  kind: 'validation' | 'out-of-memory' | 'internal' | 'other';
  message: string;
}

/** Whether an adapter's or renderer's name is that of a known software rasterizer. */
export function isSoftwareRenderer(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software rasterizer|basic render|\bwarp\b/i.test(name);
}

/**
 * Requests the high-performance adapter of `gpu` (the browser's `navigator.gpu`, or undefined where there is
 * none) and a device with every kernel limit raised to what the adapter has, and timestamp queries where it
 * has them.
 */
export async function requestOwnedDevice(
  gpu: GPU | undefined,
): Promise<Result<OwnedDevice, DeviceFailureCode>> {
  if (gpu === undefined || gpu === null) {
    return fail('no-webgpu-api', 'This browser or page has no WebGPU.');
  }
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    return fail('no-adapter', 'Asking for a GPU adapter failed.', cause);
  }
  if (adapter === null) return fail('no-adapter', 'WebGPU is present, but there is no GPU adapter.');
  try {
    const device = await adapter.requestDevice({
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
      requiredLimits: readLimits(adapter.limits),
    });
    return ok(own(device, adapter));
  } catch (cause) {
    return fail('device-failed', 'The GPU adapter gave no device.', cause);
  }
}

/**
 * Hands the loss of `device`, and every error that no scope caught, to the callbacks for as long as it lives.
 */
export function watchDevice(
  device: GPUDevice,
  onLost: (loss: DeviceLoss) => void,
  onError: (error: DeviceError) => void,
): void {
  device.lost.then(
    ({ reason, message }) => onLost({ reason: reason === 'destroyed' ? 'destroyed' : 'unknown', message }),
    (cause: unknown) => onLost({ reason: 'unknown', message: describeCause(cause) }),
  );
  device.addEventListener('uncapturederror', ({ error }) => {
    onError({ kind: errorKind(error), message: error.message });
  });
}

function own(device: GPUDevice, adapter: GPUAdapter): OwnedDevice {
  const info = adapter.info as GPUAdapterInfo | undefined;
  const words = [info?.vendor, info?.architecture, info?.device].filter(Boolean).join(' ');
  return {
    device,
    adapterInfo: info,
    adapter: info?.description || words,
    software: info?.isFallbackAdapter === true || isSoftwareRenderer(`${words} ${info?.description ?? ''}`),
    limits: readLimits(device.limits),
    timestamps: device.features.has('timestamp-query'),
  };
}

function readLimits(limits: GPUSupportedLimits): KernelLimits {
  return Object.fromEntries(KERNEL_LIMITS.map((name) => [name, limits[name]])) as KernelLimits;
}

function errorKind(error: GPUError): DeviceError['kind'] {
  // Compared by name: the classes are absent where the API is incomplete, and a missing class must not hide
  // an error.
  const kinds: Record<string, DeviceError['kind']> = {
    GPUValidationError: 'validation',
    GPUOutOfMemoryError: 'out-of-memory',
    GPUInternalError: 'internal',
  };
  return kinds[error.constructor.name] ?? 'other';
}
