/**
 * `npm run train`: trains in the page's own worker, in a headless browser. Progress goes to stderr; with `--json` the
 * one line on stdout is the result.
 */
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeCause } from '../src/core/result';
import { FEW_IMAGES, type ImportOptions } from '../src/core/own-images';
import type { RunSummary } from '../src/core/run';
import { parseDataId } from '../src/core/data-id';
import { findDataset } from '../src/data/registry';
import { messageText, translate } from '../src/i18n/text';
import type { OwnSetSummary } from '../src/worker/protocol';
import { Automation, RefusedError } from './lib/automation';
import { sheetPng } from './lib/sheet';
import {
  checkResumed,
  liveSettings,
  newConfig,
  parseTrainOptions,
  presetOf,
  UsageError,
  type TrainOptions,
} from './lib/train-options';
import { TrainingError, TrainingWatch } from './lib/training-watch';

async function train(options: TrainOptions): Promise<void> {
  newConfig(options); // refuses what cannot be trained before a browser starts
  for (const file of [options.out, options.sheet]) if (file !== undefined) await checkWritable(file);
  const resumed = options.resume === undefined ? undefined : await readResumed(options.resume);
  const watch = new TrainingWatch();
  const automation = await Automation.open((event) => watch.take(event));
  try {
    const { backend, adapter } = await automation.connect(options.backend, options.step);
    const run = resumed ? await resume(automation, options, resumed) : await begin(automation, options);
    // What was trained so far is kept when a person stops it.
    process.once('SIGINT', () => void automation.request('pause', { run: run.id }));
    await watch.follow(run.config.steps, () => automation.request('train', { run: run.id, slow: 0 }));
    const { msPerStep, imagesPerSecond, tensors, gpuBytes } = await automation.request('speed', { run: run.id });
    await writeResults(automation, options, run);
    const { step: steps, lossD, lossG } = watch.last;
    const trained = { backend, adapter, preset: presetOf(run.config), data: run.dataId, steps, lossD, lossG };
    const result = { ...trained, msPerStep, imagesPerSecond, tensors, gpuBytes };
    if (options.json) console.log(JSON.stringify(result));
  } finally {
    await automation.close();
  }
}

async function begin(automation: Automation, options: TrainOptions): Promise<RunSummary> {
  const { imageSize: size } = newConfig(options);
  const { data = 'mnist', settings } = options;
  // One's own images say whether they are in colour, where that is left to them.
  const own = isPath(data) ? await importOwn(automation, data, { size, channels: settings.channels ?? 'auto' }) : null;
  const config = newConfig(own ? { ...options, settings: { channels: own.channels, ...settings } } : options);
  const dataId = own?.id ?? data;
  await automation.request('loadData', { id: dataId, imageSize: size, channels: config.channels });
  return automation.request('createRun', { dataId, config });
}

/** Whether `--data` names images of one's own. */
function isPath(data: string): boolean {
  return !findDataset(parseDataId(data).set);
}

async function importOwn(
  automation: Automation,
  given: string,
  options: Pick<ImportOptions, 'size' | 'channels'>,
): Promise<OwnSetSummary> {
  const { set, files, skipped, skippedCount } = await automation.importPath(given, options);
  for (const { path: file, reason } of skipped) console.error(`Skipped ${file}: ${translate('en', `skip.${reason}`)}`);
  if (skippedCount > skipped.length) console.error(`Skipped ${skippedCount - skipped.length} more files.`);
  if (!set) throw new UsageError(messageText('en', { code: 'importNothing', params: { count: files } }));
  if (set.train < FEW_IMAGES) console.error(messageText('en', { code: 'importFew', params: { count: set.train } }));
  console.error(`Imported ${set.train} images to train on and ${set.heldOut} held out from ${given}.`);
  return set;
}

async function resume(automation: Automation, options: TrainOptions, bytes: Buffer): Promise<RunSummary> {
  const file = await automation.requestWithFile('readManifest', bytes).catch((error: unknown) => {
    throw error instanceof RefusedError ? new UsageError(`${options.resume}: ${error.message}`) : error;
  });
  const { imageSize, channels } = file.config;
  const { data } = options;
  const own = data !== undefined && isPath(data) ? await importOwn(automation, data, { size: imageSize, channels }) : null;
  checkResumed({ ...options, data: own?.id ?? data }, file);
  await automation.request('loadData', { id: file.dataId, imageSize, channels });
  const run = await automation.requestWithFile('importRun', bytes);
  const config = await automation.request('configure', { run: run.id, settings: liveSettings(options) });
  return { ...run, config };
}

async function writeResults(automation: Automation, { out, sheet }: TrainOptions, run: RunSummary): Promise<void> {
  if (sheet !== undefined) {
    const model = { run: run.id };
    const rendered = await automation.request('render', { model, z: run.gridLatents, channel: 'sheet' });
    if (rendered) await writeFile(sheet, sheetPng(rendered.images));
  }
  if (out !== undefined) await writeFile(out, await automation.exportRun(run.id));
}

async function checkWritable(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
  } catch (cause) {
    throw new UsageError(`${file} cannot be written: its folder does not exist or is closed.`, { cause });
  }
}

async function readResumed(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : describeCause(cause);
    throw new UsageError(`${file} cannot be read: ${reason}.`, { cause });
  }
}

/** 2 for what cannot be used, 1 for training that broke off; anything else is a bug and shows its trace. */
function exitCodeOf(error: unknown): 1 | 2 {
  if (error instanceof UsageError || error instanceof RefusedError) return 2;
  if (error instanceof TrainingError) return 1;
  throw error;
}

try {
  await train(parseTrainOptions(process.argv.slice(2)));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  console.error((error as Error).message);
}
