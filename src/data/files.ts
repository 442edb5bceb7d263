import { fail, ok, type Result } from '../core/result';
import type { DataFailure, FetchFile } from './dataset';

const RETRIES = 2;
const RETRY_AFTER_MS = 300;

/** Reads files over HTTP below `baseUrl` (which ends in a slash); throws on any status but success. */
export function httpFiles(baseUrl: string): FetchFile {
  return async (path, signal) => {
    const response = await fetch(new URL(path, baseUrl), { signal });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  };
}

/** A file that was read, and understood by `parse`. */
export interface FileRequest<T> {
  path: string;
  fetchFile: FetchFile;
  /** Makes something of the bytes; throws when they are not what was built. */
  parse: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>;
  signal?: AbortSignal;
}

/**
 * Reads and parses one file, trying again twice when it cannot be reached or is damaged (a cut connection shows as
 * either), a little later each time.
 */
export async function readFile<T>(request: FileRequest<T>): Promise<Result<T, DataFailure>> {
  const { path, fetchFile, parse, signal } = request;
  const cancelled = () => fail('data-cancelled', `Loading ${path} was cancelled.`);
  for (let attempt = 0; ; attempt++) {
    if (signal?.aborted) return cancelled();
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    try {
      bytes = await fetchFile(path, signal);
      return ok(await parse(bytes));
    } catch (cause) {
      if (signal?.aborted) return cancelled();
      if (attempt === RETRIES) {
        if (bytes) return fail('data-corrupt', `${path} is not the file that was built.`, cause);
        return fail('data-unreachable', `${path} could not be loaded.`, cause);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS * 2 ** attempt));
    }
  }
}

/** The SHA-256 of bytes in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Unpacks gzip with the platform's own decoder. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
