import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isBackendName, BACKEND_NAMES, type BackendName } from '../../src/core/backend-name';
import { DEFAULT_SAMPLES, FEATURE_KINDS, LEAST_SAMPLES, MOST_SAMPLES, type FeatureKind } from '../../src/core/measures';
import { parseDataId } from '../../src/core/data-id';
import { DATASETS, findDataset } from '../../src/data/registry';
import { messageText } from '../../src/i18n/text';
import { UsageError } from './train-options';

/** What `npm run evaluate` was asked for. */
export interface EvaluateOptions {
  file: string;
  data?: string;
  backend?: BackendName;
  samples: number;
  seed: number;
  features: FeatureKind | null;
  /** Whether to try what D's features are worth to a classifier, too. */
  representation: boolean;
  json: boolean;
}

/** How to call the evaluator, in one line. */
export const EVALUATE_USAGE =
  'npm run evaluate -- FILE [--data ID|PATH] [--backend ID] [--samples N] [--seed N] ' +
  `[--features ${FEATURE_KINDS.join('|')}] [--representation] [--json]`;

const OPTIONS = {
  data: { type: 'string' },
  backend: { type: 'string' },
  samples: { type: 'string', default: String(DEFAULT_SAMPLES) },
  seed: { type: 'string', default: '1' },
  features: { type: 'string' },
  representation: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line; throws a UsageError whose message is one line. */
export function parseEvaluateOptions(args: string[]): EvaluateOptions {
  const { values, positionals } = readArguments(args);
  const { data, backend, features, representation, json } = values;
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined) throw new UsageError(`Name one .dcgan file. Usage: ${EVALUATE_USAGE}`);
  if (data !== undefined && !findDataset(parseDataId(data).set) && !existsSync(data)) {
    const options = DATASETS.map(({ id }) => id).join(', ');
    throw new UsageError(messageText('en', { code: 'dataUnknown', params: { id: data, options } }));
  }
  if (backend !== undefined && !isBackendName(backend)) {
    const options = BACKEND_NAMES.join(', ');
    throw new UsageError(messageText('en', { code: 'backendUnknown', params: { backend, options } }));
  }
  const kind = FEATURE_KINDS.find((known) => known === features) ?? null;
  if (features !== undefined && !kind) throw new UsageError(`There are no features “${features}”: ${FEATURE_KINDS.join(', ')}.`);
  return {
    file,
    data,
    backend,
    samples: whole('samples', values.samples, LEAST_SAMPLES, MOST_SAMPLES),
    seed: whole('seed', values.seed, 0, 2 ** 31 - 1),
    features: kind,
    representation,
    json,
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not “${text}”.`);
  }
  return value;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence] = error.message.split(/\.?(?: To specify|$)/);
    throw new UsageError(`${sentence?.trim()}. Usage: ${EVALUATE_USAGE}`, { cause: error });
  }
}
