import * as v from 'valibot';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';

/**
 * Reads UTF-8 JSON of the shape that `schema` describes; `file` names the part in the message of a failure.
 */
export function parseJson<S extends v.GenericSchema>(
  bytes: Uint8Array,
  schema: S,
  file: string,
): Result<v.InferOutput<S>> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail('fileDamaged', { file }, String(error));
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return succeed(parsed.output);
  const [issue] = parsed.issues;
  return fail('fileDamaged', { file }, `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}

/** JSON as UTF-8 bytes, indented for people. */
export function formatJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
