/**
 * `npx tsx scripts/ship-models.ts --name NAME --file RUN.dcgan --command "npm run train -- ..."...`: puts a trained model
 * into public/models, with the commands that made it and its measures beside it. The history is thinned, as a curve
 * needs no more, and everything is compressed, so that the file stays small; nothing else is changed, and training goes on
 * from it as from the original.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readProject, writeProject } from '../src/codecs/project';
import { openZip, readEntry, writeZip } from '../src/codecs/zip';
import { unwrap } from '../src/core/messages';
import { METRICS } from '../src/core/metrics';
import { Automation } from './lib/automation';
import { summarize } from './lib/measure-summary';
import { openModel } from './lib/open-model';
import { MODELS } from './lib/paths';

/** Of every so many rows of the history one stays, and the last. */
const KEEP_EVERY = 20;

function thinned(history: Float64Array): Float64Array<ArrayBuffer> {
  const width = METRICS.length + 1;
  const rows = Array.from({ length: history.length / width }, (_, n) => history.subarray(n * width, (n + 1) * width));
  return Float64Array.from(rows.filter((row, n) => row[0]! % KEEP_EVERY === 0 || n === rows.length - 1).flatMap((row) => [...row]));
}

/** The same project with its tensors compressed too, which saves a few parts in a hundred. */
function smaller(project: Uint8Array, file: string): Uint8Array<ArrayBuffer> {
  const archive = unwrap(openZip(project, file));
  return writeZip(
    [...archive.entries].map(([name, entry]) => ({ name, bytes: unwrap(readEntry(archive, entry, entry.size)), compress: true })),
  );
}

const { values } = parseArgs({
  options: { name: { type: 'string' }, file: { type: 'string' }, command: { type: 'string', multiple: true } },
});
const { name, file, command: commands } = values;
if (!name || !file || !commands) {
  console.error('Usage: npx tsx scripts/ship-models.ts --name NAME --file RUN.dcgan --command "npm run train -- ..."...');
  process.exit(2);
}
const original = await readFile(file);
const checkpoint = unwrap(readProject(original));
const archive = unwrap(openZip(original, file));
const samples = unwrap(readEntry(archive, archive.entries.get('samples.png')!, 10_000_000));
const { version } = JSON.parse(await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string };
const project = unwrap(writeProject({ ...checkpoint, history: thinned(checkpoint.history) }, { app: version, pins: [], samples }));
const bytes = smaller(project, file);
await mkdir(MODELS, { recursive: true });
const target = path.join(MODELS, `${name}.dcgan`);
await writeFile(target, bytes);

const automation = await Automation.open(() => undefined);
try {
  const { backend, adapter } = await automation.connect('wasm');
  const { id: run } = await openModel(automation, target, undefined);
  const options = { samples: 1000, seed: 1, features: null, quick: false };
  const answer = await automation.request('measure', { model: { run }, options, scheduled: false });
  if (!answer) throw new Error('the measurement was cancelled');
  const record = {
    name,
    data: checkpoint.dataId,
    step: checkpoint.step,
    seed: checkpoint.config.seed,
    commands,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    measuredOn: { backend, adapter },
    measures: summarize(answer.report),
  };
  await writeFile(path.join(MODELS, `${name}.json`), `${JSON.stringify(record, undefined, 1)}\n`);
  console.error(`${target}: ${bytes.length} bytes, Fréchet distance ${answer.report.frechet.value} (held out ${answer.report.frechet.baseline})`);
} finally {
  await automation.close();
}
