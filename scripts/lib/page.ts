import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { buildData } from './build-data';
import { DIST, DIST_TEST, ROOT } from './paths';

const PAGE_SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'scripts/lib/headers.ts', 'src', 'public'];
const TEST_PAGES = path.join(ROOT, 'e2e/pages');

/** Builds the data sets and the page where they are missing or older than what they are made from. */
export async function ensurePage(): Promise<void> {
  await buildData();
  if (await isFresh(path.join(DIST, 'index.html'), PAGE_SOURCES)) return;
  console.error('Building the page ...');
  await build({ root: ROOT, logLevel: 'warn' });
}

/** Builds the pages that only the e2e tests open where they are missing or older than what they are made from. */
export async function ensureTestPages(): Promise<void> {
  if (await isFresh(path.join(DIST_TEST, 'self-check.html'), [...PAGE_SOURCES, 'e2e/pages'])) return;
  console.error('Building the test pages ...');
  await build({ configFile: path.join(TEST_PAGES, 'vite.config.ts'), logLevel: 'warn' });
}

async function isFresh(target: string, sources: readonly string[]): Promise<boolean> {
  const built = await stat(target).catch(() => undefined);
  if (!built) return false;
  const newest = await Promise.all(sources.map((source) => newestChange(path.join(ROOT, source))));
  return newest.every((change) => change < built.mtimeMs);
}

/** When the newest file at or below `place` changed; a folder's own time tells of files that went. */
async function newestChange(place: string): Promise<number> {
  const found = await stat(place);
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(place);
  const changes = await Promise.all(entries.map((entry) => newestChange(path.join(place, entry))));
  return Math.max(found.mtimeMs, ...changes);
}
