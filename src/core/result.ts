/**
 * What went wrong, as a value: `code` picks the words a person sees, `message` is plain English, `detail` is
 * the cause verbatim.
 */
export interface Failure<Code extends string = string> {
  code: Code;
  message: string;
  detail?: string;
}

/** An outcome that may fail: errors are values wherever a caller is expected to answer them. */
export type Result<T, Code extends string = string> =
  { ok: true; value: T } | { ok: false; error: Failure<Code> };

/** A successful outcome. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A failed outcome; `cause` (anything thrown) becomes the detail. */
export function fail<Code extends string>(
  code: Code,
  message: string,
  cause?: unknown,
): { ok: false; error: Failure<Code> } {
  const error: Failure<Code> = { code, message };
  if (cause !== undefined) error.detail = describeCause(cause);
  return { ok: false, error };
}

/**
 * The words of anything that can be thrown: an Error's message, a string as it is, the `message` of other
 * objects.
 */
export function describeCause(cause: unknown): string {
  if (cause instanceof Error) return cause.message || cause.name;
  if (typeof cause === 'object' && cause !== null && 'message' in cause) return String(cause.message);
  return String(cause);
}
