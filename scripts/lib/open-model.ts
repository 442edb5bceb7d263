import { readFile } from 'node:fs/promises';
import { describeCause } from '../../src/core/result';
import type { RunSummary } from '../../src/core/run';
import { isOwnId } from '../../src/core/own-images';
import { findDataset } from '../../src/data/registry';
import { RefusedError, type Automation } from './automation';
import { UsageError } from './train-options';

/**
 * Opens a .dcgan file as a run in the page's worker, on the data set that it names; `data` is needed where those are
 * images of one's own, as the path to them. Throws a UsageError for what cannot be used.
 */
export async function openModel(automation: Automation, file: string, data: string | undefined): Promise<RunSummary> {
  const bytes = await readBytes(file);
  const named = await refuseAs(file, () => automation.requestWithFile('readManifest', bytes));
  const { imageSize, channels } = named.config;
  const id = data === undefined || data === named.dataId || findDataset(data) ? data : await importOwn(automation, data, named.config);
  if (id === undefined && isOwnId(named.dataId)) {
    throw new UsageError(`${file} was trained on images of your own: name them with --data.`);
  }
  if (id !== undefined && id !== named.dataId) {
    throw new UsageError(`${file} was trained on ${named.dataId}, not on ${id}.`);
  }
  await automation.request('loadData', { id: named.dataId, imageSize, channels });
  return refuseAs(file, () => automation.requestWithFile('importRun', bytes));
}

async function importOwn(automation: Automation, file: string, { imageSize: size, channels }: RunSummary['config']): Promise<string | undefined> {
  return (await automation.importPath(file, { size, channels })).set?.id;
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new UsageError(`${file} cannot be read: ${missing ? 'there is no such file' : describeCause(cause)}.`, { cause });
  }
}

async function refuseAs<T>(file: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw error instanceof RefusedError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}
