import { strFromU8, strToU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elements } from '../core/architecture';
import type { Checkpoint, TensorMap } from '../core/checkpoint';
import type { Message, Result } from '../core/messages';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import { readManifest, readProject, readProjectHistory, writeProject } from './project';
import { expectedTensors } from './project-tensors';
import { writeSafetensors } from './safetensors';
import { writeZip } from './zip';

const CONFIG = { ...PRESETS.tiny, baseFilters: 1, zSize: 2, learningRateD: 1e-4, emaDecay: 0.99, seed: 9 } as const;

function checkpointOf(): Checkpoint {
  const stream = new RandomStream(3, 'test');
  const expected = expectedTensors(CONFIG);
  const tensors = (part: keyof typeof expected): TensorMap =>
    new Map(
      expected[part].map(({ name, shape }) => [
        name,
        { shape, values: stream.fillUniform(new Float32Array(elements(shape)), 0, 1) },
      ]),
    );
  const history = new Float64Array(2 * (METRICS.length + 1)).fill(0.1);
  history[0] = 4;
  history[METRICS.length + 1] = 5;
  history[3] = Number.NaN;
  return {
    config: CONFIG,
    dataId: 'mnist',
    dataHash: 'abc',
    dataName: 'handwritten digits',
    step: 5,
    generator: tensors('generator'),
    discriminator: tensors('discriminator'),
    average: tensors('average'),
    optimizer: tensors('optimizer'),
    adamTime: { generator: 5, discriminator: 10 },
    random: { latents: stream.state, order: { epoch: 2, count: 60, position: 16 } },
    history,
  };
}

const CHECKPOINT = checkpointOf();
const PINS = [{ name: 'smile', z: Float32Array.of(0.1, -1) }];
const EXTRAS = { app: '0.1.0', pins: PINS, samples: Uint8Array.of(137, 80, 78, 71) };

function bytesOf(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const result = writeProject(checkpoint, EXTRAS);
  if (!result.ok) throw new Error(result.message.code);
  return result.value;
}

const BYTES = bytesOf(CHECKPOINT);

function failureOf(result: Result<unknown>): Message | null {
  return result.ok ? null : result.message;
}

/** The project with one part's bytes changed, or taken out where the change gives null. */
function withPart(name: string, change: (content: Uint8Array) => Uint8Array | null): Uint8Array {
  const parts = Object.entries(unzipSync(BYTES)).map(([part, content]) => ({
    name: part,
    bytes: part === name ? change(content) : content,
    compress: true,
  }));
  return writeZip(parts.flatMap(({ bytes, ...rest }) => (bytes ? [{ ...rest, bytes }] : [])));
}

function withJson(name: string, change: (json: Record<string, object>) => unknown): Uint8Array {
  return withPart(name, (content) => strToU8(JSON.stringify(change(JSON.parse(strFromU8(content))))));
}

function withTensors(
  part: 'generator' | 'discriminator' | 'average' | 'optimizer',
  change: (map: Map<string, object>) => void,
) {
  const tensors = new Map(CHECKPOINT[part]);
  change(tensors);
  return bytesOf({ ...CHECKPOINT, [part]: tensors });
}

describe('a project file', () => {
  it('has no file for the average of G where there is none', () => {
    const plain = { ...CHECKPOINT, config: { ...CONFIG, emaDecay: 'off' as const }, average: new Map() };
    const bytes = bytesOf(plain);
    expect(Object.keys(unzipSync(bytes))).not.toContain('average.safetensors');
    expect(readProject(bytes)).toEqual({ ok: true, value: plain });
  });

  it('is a zip of the parts that the design names', () => {
    const parts = unzipSync(BYTES);
    expect(Object.keys(parts)).toEqual([
      'manifest.json',
      'generator.safetensors',
      'discriminator.safetensors',
      'average.safetensors',
      'optimizer.safetensors',
      'random.json',
      'history.csv',
      'samples.png',
    ]);
    expect(JSON.parse(strFromU8(parts['manifest.json']!))).toEqual({
      format: 'dcgan',
      version: 1,
      app: '0.1.0',
      config: CONFIG,
      dataId: 'mnist',
      dataHash: 'abc',
      dataName: 'handwritten digits',
      step: 5,
      adamTime: { generator: 5, discriminator: 10 },
      pins: [{ name: 'smile', z: [Math.fround(0.1), -1] }],
    });
    expect(parts['samples.png']).toEqual(EXTRAS.samples);
  });

  it('gives back the checkpoint', () => {
    expect(readProject(BYTES)).toEqual({ ok: true, value: CHECKPOINT });
    expect([...expectedTensors(CONFIG).optimizer.keys()].length).toBe(CHECKPOINT.optimizer.size);
  });

  it('gives back the pins, to the last bit, and the history alone', () => {
    const manifest = readManifest(BYTES);
    expect(manifest.ok && manifest.value.pins).toEqual(PINS);
    expect(readProjectHistory(BYTES)).toEqual({ ok: true, value: CHECKPOINT.history });
  });

  it('opens after another program has packed it anew, in another order and without the picture', () => {
    const parts = Object.entries(unzipSync(BYTES)).filter(([name]) => name !== 'samples.png');
    const repacked = writeZip(parts.toReversed().map(([name, bytes]) => ({ name, bytes, compress: true })));
    expect(readProject(repacked)).toEqual({ ok: true, value: CHECKPOINT });
  });

  it('tells of itself without its tensors being looked at', () => {
    const broken = withPart('generator.safetensors', () => Uint8Array.of(1, 2, 3));
    expect(readManifest(broken)).toMatchObject({
      ok: true,
      value: { dataId: 'mnist', step: 5, config: CONFIG },
    });
    expect(failureOf(readProject(broken))).toMatchObject({
      code: 'fileCut',
      params: { file: 'generator.safetensors' },
    });
  });

  it('takes the default for a setting that it does not know yet', () => {
    const older = withJson('manifest.json', ({ config, ...rest }) => {
      const known = Object.entries(config!).filter(([key]) => key !== 'labelSmoothing');
      return { ...rest, config: Object.fromEntries(known) };
    });
    expect(readProject(older)).toEqual({ ok: true, value: CHECKPOINT });
  });
});

describe('a project file is refused', () => {
  const shaped = (shape: number[]) => ({ shape, values: new Float32Array(elements(shape)) });
  const filled = (value: number) => ({ shape: [1], values: new Float32Array([value]) });
  const manifest = (change: object) => withJson('manifest.json', (json) => ({ ...json, ...change }));
  const config = (change: object) =>
    withJson('manifest.json', (json) => ({ ...json, config: { ...CONFIG, ...change } }));
  const random = (change: object) => withJson('random.json', (json) => ({ ...json, ...change }));
  const history = (text: string) => withPart('history.csv', () => strToU8(text));

  it.each<[string, Uint8Array, Message]>([
    ['when it is no zip', strToU8('hello'), { code: 'fileNotProject' }],
    ['when it is another zip', writeZip([]), { code: 'fileNotProject' }],
    ['when it is of another format', manifest({ format: 'gan' }), { code: 'fileNotProject' }],
    [
      'when it is of another version',
      manifest({ version: 2 }),
      { code: 'fileVersion', params: { expected: 1, found: 2 } },
    ],
    ['when it is cut', BYTES.subarray(0, 900), { code: 'fileCut', params: { file: '.dcgan' } }],
    ...[
      'generator.safetensors',
      'discriminator.safetensors',
      'optimizer.safetensors',
      'random.json',
      'history.csv',
    ].map((file): [string, Uint8Array, Message] => [
      `without ${file}`,
      withPart(file, () => null),
      { code: 'filePartMissing', params: { file } },
    ]),
    [
      'for a kernel it cannot have',
      config({ kernel: 1 }),
      {
        code: 'fileSetting',
        params: { file: 'manifest.json', setting: 'kernel', value: '1' },
        detail: 'kernelBelowStride',
      },
    ],
    [
      'for a setting it cannot know',
      config({ turbo: true }),
      { code: 'fileSetting', params: { file: 'manifest.json', setting: 'turbo', value: 'true' } },
    ],
    ['for a setting that is an object', config({ seed: { toString: 1 } }), { code: 'fileDamaged' }],
    [
      'for a negative step',
      manifest({ step: -1 }),
      { code: 'fileDamaged', params: { file: 'manifest.json' } },
    ],
    ['for a pin without numbers', manifest({ pins: [{ name: 'a', z: [] }] }), { code: 'fileDamaged' }],
    ['for a pin of words', manifest({ pins: [{ name: 'a', z: ['1'] }] }), { code: 'fileDamaged' }],
    ['for a pin with a name without end', manifest({ pins: [{ name: 'a'.repeat(9999), z: [1] }] }), { code: 'fileDamaged' }],
    ['without the times of Adam', manifest({ adamTime: undefined }), { code: 'fileDamaged' }],
    [
      'for a tensor of another shape',
      withTensors('generator', (map) => map.set('g1.kernel', shaped([4, 16]))),
      {
        code: 'fileTensorShape',
        params: { file: 'generator.safetensors', tensor: 'g1.kernel', expected: '2 × 32', found: '4 × 16' },
      },
    ],
    [
      'when a tensor is missing',
      withTensors('optimizer', (map) => map.delete('d2.gamma.v')),
      { code: 'fileTensorMissing', params: { file: 'optimizer.safetensors', tensor: 'd2.gamma.v' } },
    ],
    [
      'when there is a tensor too many',
      withTensors('discriminator', (map) => map.set('d9.kernel', shaped([1]))),
      { code: 'fileTensorUnknown', params: { file: 'discriminator.safetensors', tensor: 'd9.kernel' } },
    ],
    [
      'for a weight that is not finite',
      withTensors('discriminator', (map) =>
        map.set('d1.kernel', { shape: [4, 4, 1, 1], values: new Float32Array(16).fill(NaN, 15) }),
      ),
      {
        code: 'fileTensorValue',
        params: { file: 'discriminator.safetensors', tensor: 'd1.kernel', value: 'NaN' },
      },
    ],
    [
      'for a negative variance',
      withTensors('generator', (map) => map.set('g2.variance', filled(-1))),
      {
        code: 'fileTensorValue',
        params: { file: 'generator.safetensors', tensor: 'g2.variance', value: '-1' },
      },
    ],
    [
      'for a negative second moment',
      withTensors('optimizer', (map) => map.set('g2.beta.v', filled(-2))),
      {
        code: 'fileTensorValue',
        params: { file: 'optimizer.safetensors', tensor: 'g2.beta.v', value: '-2' },
      },
    ],
    [
      'for a random state of zeros',
      random({ latents: [0, 0, 0, 0] }),
      { code: 'fileDamaged', params: { file: 'random.json' } },
    ],
    ['for a random state of another length', random({ latents: [1, 2, 3] }), { code: 'fileDamaged' }],
    [
      'for a place past the data',
      random({ order: { epoch: 1, count: 5, position: 6 } }),
      { code: 'fileDamaged' },
    ],
    [
      'for an endless data set',
      random({ order: { epoch: 1, count: 1e12, position: 0 } }),
      { code: 'fileDamaged' },
    ],
    [
      'for a history past the step',
      history('step\n4\n6\n'),
      { code: 'fileDamaged', params: { file: 'history.csv' } },
    ],
    ['for a history out of order', history('step\n4\n4\n'), { code: 'fileDamaged' }],
    ['for a history that is no table', history('hello'), { code: 'fileDamaged' }],
  ])('%s', (_, bytes, message) => {
    expect(failureOf(readProject(bytes))).toMatchObject(message);
  });

  it('when a part is larger than the config can need', () => {
    const huge = withPart('generator.safetensors', () => new Uint8Array(3_000_000));
    expect(failureOf(readProject(huge))).toMatchObject({
      code: 'fileTooLarge',
      params: { file: 'generator.safetensors', megabytes: 3, limit: 1 },
    });
  });

  it('when its parts together are larger than what could be held', () => {
    const declared = BYTES.slice();
    const view = new DataView(declared.buffer);
    let at = view.getUint32(declared.length - 22 + 16, true);
    for (let n = 0; n < 4; n++) {
      if (n > 0) view.setUint32(at + 24, 700_000_000, true);
      at += 46 + view.getUint16(at + 28, true);
    }
    expect(failureOf(readProject(declared))).toMatchObject({
      code: 'fileTooLarge',
      params: { file: '.dcgan' },
    });
  });

  it('rather than written when it could not be read again', () => {
    const values = new Float32Array(1);
    Object.defineProperty(values, 'byteLength', { value: 2_100_000_000 });
    const generator: TensorMap = new Map([['g1.kernel', { shape: [1], values }]]);
    const result = writeProject({ ...CHECKPOINT, generator }, EXTRAS);
    expect(failureOf(result)).toMatchObject({
      code: 'fileTooLarge',
      params: { megabytes: 2101, limit: 2000 },
    });
  });
});

describe('bad bytes', () => {
  it('are refused with a message or do not matter: after any cut and any changed byte', () => {
    const place = fc.tuple(fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 3 }),
        fc.option(fc.nat(BYTES.length - 1)),
        (flips, cut) => {
          const bytes = BYTES.slice(0, cut ?? BYTES.length);
          for (const [at, flip] of flips) if (at < bytes.length) bytes[at]! ^= flip;
          const result = readProject(bytes);
          // Checksums cover all that is read, so what still opens is the very checkpoint.
          if (result.ok) expect(result.value).toEqual(CHECKPOINT);
          else expect(result.message.code).toMatch(/^file/);
          if (cut !== null) expect(result.ok).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are refused with a message also where the checksums are right', () => {
    const header = strFromU8(writeSafetensors(CHECKPOINT.generator)).length;
    fc.assert(
      fc.property(
        fc.constantFrom('manifest.json', 'generator.safetensors', 'random.json', 'history.csv'),
        fc.nat(header - 1),
        fc.integer({ min: 1, max: 255 }),
        (name, at, flip) => {
          const result = readProject(
            withPart(name, (content) => {
              const changed = content.slice();
              changed[at % content.length]! ^= flip;
              return changed;
            }),
          );
          if (result.ok) expect(readProject(bytesOf(result.value))).toEqual(result);
          else expect(result.message.code).toMatch(/^file/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
