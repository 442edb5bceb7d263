/**
 * The tfjs backends we train on, in the order in which the automatic choice tries them: fastest hardware
 * first.
 */
export const BACKEND_NAMES = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;

/** The name of a tfjs backend. */
export type BackendName = (typeof BACKEND_NAMES)[number];

/**
 * Whether `value` (from a URL or a command line, say) names one of our backends, exactly and in lower case.
 */
export function isBackendName(value: unknown): value is BackendName {
  return BACKEND_NAMES.some((name) => name === value);
}
