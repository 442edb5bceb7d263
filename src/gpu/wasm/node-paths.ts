import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WASM_BINARIES } from './start';
import type { WasmPaths } from './start';

/**
 * The installed package's wasm binaries as paths, for Node (tests and scripts); the page passes URLs instead.
 */
export function nodeWasmPaths(): WasmPaths {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  return Object.fromEntries(WASM_BINARIES.map((name) => [name, join(folder, name)]));
}
