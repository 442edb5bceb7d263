import * as v from 'valibot';
import { checkConfig, isSettingKey } from '../core/config';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import { LONGEST_NAME, MOST_PINS } from '../core/pins';
import type { StoredPin } from '../core/pins';
import { SETTINGS, SETTING_KEYS } from '../core/settings';
import type { Config } from '../core/settings';
import { parseJson } from './json';

/** The manifest's file name in a project. */
export const MANIFEST_FILE = 'manifest.json';
/** Version of the format; raised when a file could no longer be read as before. */
export const PROJECT_VERSION = 1;
const FORMAT = 'dcgan';
const LONGEST_DATA_NAME = 1000;

/** What a project says of itself beside its tensors. */
export interface Manifest {
  /** Version of the program that wrote the file. */
  app: string;
  config: Config;
  dataId: string;
  dataHash: string;
  /** What the data set is called; empty in files of before there was this. */
  dataName: string;
  step: number;
  adamTime: { generator: number; discriminator: number };
  /** The latents that the person had named. */
  pins: readonly StoredPin[];
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const pinSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  z: v.pipe(
    v.array(v.pipe(v.number(), v.finite())),
    v.minLength(1),
    v.transform((values) => Float32Array.from(values)),
  ),
});
const versionSchema = v.object({ format: v.literal(FORMAT), version: v.number() });
const manifestSchema = v.object({
  app: v.string(),
  config: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  dataId: v.string(),
  dataHash: v.string(),
  dataName: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_DATA_NAME)), ''),
  step: count,
  adamTime: v.object({ generator: count, discriminator: count }),
  pins: v.pipe(v.array(pinSchema), v.maxLength(MOST_PINS)),
});

/** The manifest as it is stored; the numbers of a pin's z name its float32 exactly. */
export function storedManifest({ pins, dataName, ...manifest }: Manifest): object {
  const stored = pins.map(({ name, z }) => ({ name, z: Array.from(z) }));
  return { format: FORMAT, version: PROJECT_VERSION, ...manifest, dataName: dataName.slice(0, LONGEST_DATA_NAME), pins: stored };
}

/** Reads a manifest: format and version first, so that a file of another version is called just that. */
export function parseManifest(bytes: Uint8Array): Result<Manifest> {
  const head = parseJson(bytes, v.looseObject({}), MANIFEST_FILE);
  if (!head.ok) return head;
  const version = v.safeParse(versionSchema, head.value);
  if (!version.success) return fail('fileNotProject', {}, `${MANIFEST_FILE} is of another format`);
  const found = version.output.version;
  if (found !== PROJECT_VERSION) return fail('fileVersion', { expected: PROJECT_VERSION, found });
  const manifest = parseJson(bytes, manifestSchema, MANIFEST_FILE);
  if (!manifest.ok) return manifest;
  const config = parseConfig(manifest.value.config);
  return config.ok ? succeed({ ...manifest.value, config: config.value }) : config;
}

/**
 * A stored config, checked. A setting that the file does not have is one added since, whose default leaves a
 * run as it was; one that we do not have would mean something we cannot do.
 */
function parseConfig(stored: Record<string, string | number | boolean>): Result<Config> {
  const unknown = Object.keys(stored).find((key) => !isSettingKey(key));
  if (unknown !== undefined)
    return fail(
      'fileSetting',
      { file: MANIFEST_FILE, setting: unknown, value: String(stored[unknown]) },
      'unknown',
    );
  const value = (key: string, initial: unknown) => (Object.hasOwn(stored, key) ? stored[key] : initial);
  // Only a Config once checkConfig has found nothing wrong with it.
  const config = Object.fromEntries(
    SETTING_KEYS.map((key) => [key, value(key, SETTINGS[key].default)]),
  ) as unknown as Config;
  const wrong = checkConfig(config);
  const key = SETTING_KEYS.find((setting) => wrong[setting]);
  if (key === undefined) return succeed(config);
  return fail(
    'fileSetting',
    { file: MANIFEST_FILE, setting: key, value: String(config[key]) },
    wrong[key]!.code,
  );
}
