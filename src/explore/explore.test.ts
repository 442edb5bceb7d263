import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLatents } from '../core/latent';
import { dot, norm, splitLatents } from '../core/latent-space';
import { centred, principalComponents, symmetricEigen } from '../core/pca';
import type { Prior } from '../core/latent-space';
import { RandomStream } from '../core/random';
import { variableOf } from '../model/network';
import { disposePair } from '../model/pair';
import type { Pair } from '../model/pair';
import { writeVariable } from '../model/variable';
import { CentredBlocks } from './centred-blocks';
import { asNetworkInput, beforeLogit, computeFeatures, firstHidden, pictureFeatures, rowsOf } from './features';
import { invert } from './inversion';
import { labelDirections } from './labels';
import { layOut } from './layout';
import { nearestInFeatures, nearestInPixels } from './neighbours';
import { principalDirections } from './principal';
import { generate, renderLatents } from './render';
import { rawDirections, sensitivity } from './sensitivity';
import { livelyPair, TEST_CONFIG } from './testing';

const PRIOR: Prior = TEST_CONFIG;
let pair: Pair;
let tensors: number;

beforeAll(async () => {
  await tf.setBackend('cpu');
  pair = livelyPair();
  tensors = tf.memory().numTensors;
});

afterAll(() => {
  expect(tf.memory().numTensors).toBe(tensors);
  disposePair(pair);
});

const draw = (count: number, name = 'draw') => drawLatents(new RandomStream(1, name), count, PRIOR);

describe('pictures', () => {
  it('do not depend on what else is drawn with them', async () => {
    const z = draw(70);
    const all = await renderLatents(pair, z);
    const stride = all.rgba.length / 70;
    for (const n of [0, 65]) {
      const alone = await renderLatents(pair, z.subarray(n * PRIOR.zSize, (n + 1) * PRIOR.zSize));
      expect(alone.rgba).toEqual(all.rgba.slice(n * stride, (n + 1) * stride));
    }
  });

  it('are given up when asked to', async () => {
    await expect(generate(pair, draw(1), AbortSignal.abort())).rejects.toThrow();
  });
});

describe('principal directions', () => {
  it('rank inputs by their effect: a number of z with larger weights leads', async () => {
    const kernel = variableOf(pair.generator, 'g1.kernel');
    const before = Float32Array.from(await kernel.data());
    const columns = kernel.shape[1]!;
    const weighted = before.map((value, i) => value * (Math.floor(i / columns) === 4 ? 12 : 1));
    writeVariable(kernel, weighted);
    const { directions, shares } = await principalDirections(pair, PRIOR, 4, { seed: 1 });
    writeVariable(kernel, before);
    expect(directions).toHaveLength(4);
    expect(Math.abs(directions[0]![4]!)).toBeGreaterThan(0.95);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares[0]).toBeGreaterThan(0.5);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.000001);
    directions.forEach((a, i) => {
      expect(norm(a)).toBeCloseTo(1, 5);
      for (const b of directions.slice(0, i)) expect(dot(a, b)).toBeCloseTo(0, 4);
    });
  });

  it('come from the same matrix on the backend as in memory, in blocks of rows', async () => {
    const { values, rows, columns } = await computeFeatures(firstHidden(pair.generator), draw(300));
    const parts = [0, 120, 121].map((start, n) => tf.tensor2d(values.slice(start * columns, [120, 121, rows][n]! * columns), [[120, 1, 179][n]!, columns]));
    const blocks = new CentredBlocks(parts);
    const reference = centred(values, rows, columns);
    const given = [3, 5].map((c) => Float32Array.from({ length: columns }, (_, i) => (i === c ? 1 : i === c + 1 ? -0.5 : 0)));
    const [panel, wanted] = [blocks.panel(given), reference.panel(given)];
    const close = (found: readonly Float64Array[], expected: readonly Float64Array[]) => {
      expect(found).toHaveLength(expected.length);
      const scale = Math.max(...expected.map(norm));
      found.forEach((column, k) => expect(norm(column.map((value, i) => value - expected[k]![i]!)) / scale).toBeLessThan(1e-5));
    };
    close(await blocks.read(blocks.times(panel)), reference.times(wanted));
    close(await blocks.read(blocks.square(panel)), reference.square(wanted));
    const weights = [Float64Array.of(1, -2), Float64Array.of(0, 3), Float64Array.of(1, 1)];
    close(await blocks.read(blocks.combine(panel, weights)), reference.combine(wanted, weights));
    const [products, squares] = await blocks.products(blocks.times(panel), panel);
    const [expected, expectedSquares] = await reference.products(reference.times(wanted), wanted);
    close(products!, expected!);
    close(squares!, expectedSquares!);
    let total = 0;
    for (let c = 0; c < columns; c++) {
      const along = Array.from({ length: rows }, (_, r) => values[r * columns + c]!);
      const centre = along.reduce((sum, value) => sum + value / rows, 0);
      total += along.reduce((sum, value) => sum + (value - centre) ** 2 / rows, 0);
    }
    expect(Math.abs((await blocks.totalVariance()) / total - 1)).toBeLessThan(1e-4);
    blocks.dispose();
  });

  it('have the components that all of the covariance has', async () => {
    const { values, rows, columns } = await computeFeatures(firstHidden(pair.generator), draw(400));
    const blocks = new CentredBlocks([tf.tensor2d(values, [rows, columns])]);
    const { variances } = await principalComponents(blocks, 4, new RandomStream(1, 'pca'));
    blocks.dispose();
    const reference = centred(values, rows, columns);
    const unit = (i: number) => Float32Array.from({ length: columns }, (_, j) => (i === j ? 1 : 0));
    const data = reference.times(reference.panel(Array.from({ length: columns }, (_, i) => unit(i))));
    const covariance = data.map((a) => Float64Array.from(data, (b) => dot(a, b) / rows));
    const exact = symmetricEigen(covariance).values;
    variances.forEach((variance, k) => expect(Math.abs(variance / exact[k]! - 1)).toBeLessThan(0.01));
  });

  it('are given up, and leave nothing behind, when asked to', async () => {
    const cancel = new AbortController();
    const before = tf.memory().numTensors;
    const options = { seed: 1, signal: cancel.signal, onProgress: (done: number) => void (done === 2 && cancel.abort()) };
    await expect(principalDirections(pair, PRIOR, 4, options)).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('sensitivity', () => {
  it('is the change of the picture for a step of one standard deviation', async () => {
    const effects = await sensitivity(pair, rawDirections(PRIOR.zSize), PRIOR, { seed: 1 });
    expect(effects).toHaveLength(PRIOR.zSize);
    expect(effects.every((effect) => effect > 0 && effect < 1)).toBe(true);
    const kernel = variableOf(pair.generator, 'g1.kernel');
    const before = Float32Array.from(await kernel.data());
    const columns = kernel.shape[1]!;
    writeVariable(
      kernel,
      before.map((value, i) => (Math.floor(i / columns) === 2 ? 0 : value)),
    );
    expect((await sensitivity(pair, rawDirections(PRIOR.zSize), PRIOR, { seed: 1 }))[2]).toBe(0);
    writeVariable(kernel, before);
  });
});

describe('inversion', () => {
  it('finds a z for an image that the generator made: a residual below a tenth of a random start', async () => {
    const target = await generate(pair, draw(1, 'target'));
    const steps: number[] = [];
    const weights = await variableOf(pair.generator, 'g2.kernel').data();
    const found = await invert(pair, target, PRIOR, {
      restarts: 6,
      steps: 120,
      seed: 3,
      onProgress: ({ step }) => void steps.push(step),
    });
    expect(found.bestResidual).toBeLessThan(found.startResidual / 10);
    expect(found.residuals[found.bestStart]).toBe(Math.min(...found.residuals));
    expect(found.curve).toHaveLength(121);
    expect([...found.curve]).toEqual([...found.curve].toSorted((a, b) => b - a));
    expect(found.best.every((value) => Math.abs(value) <= 1)).toBe(true);
    expect(steps.length).toBeGreaterThan(10);
    const again = await generate(pair, found.best);
    const rms = Math.sqrt(again.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0) / target.length) / 2;
    expect(rms).toBeCloseTo(found.bestResidual, 5);
    expect(await variableOf(pair.generator, 'g2.kernel').data()).toEqual(weights);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    const running = invert(pair, await generate(pair, draw(1)), PRIOR, {
      restarts: 1,
      steps: 1000,
      seed: 1,
      signal: cancel.signal,
      onProgress: ({ step }) => {
        if (step >= 5) cancel.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('neighbours', () => {
  const images = Uint8Array.of(0, 0, 100, 100, 255, 255, 10, 0);

  it('in pixels are the nearest by root mean square', async () => {
    const { indices, distances } = await nearestInPixels(Float32Array.of(0, 0), (start, end) => images.subarray(2 * start, 2 * end), 4, 3);
    expect([...indices]).toEqual([0, 3, 1]);
    expect([...distances]).toEqual([0, expect.closeTo(10 / Math.SQRT2 / 255, 6), expect.closeTo(100 / 255, 6)]);
  });

  it('in pixels are those that comparing everything finds, in their order', async () => {
    const stream = new RandomStream(2, 'crowd');
    const [total, length] = [500, 150];
    const crowd = Uint8Array.from({ length: total * length }, () => stream.integer(256));
    crowd.copyWithin(400 * length, 7 * length, 8 * length);
    const query = Float32Array.from(crowd.subarray(7 * length, 8 * length), (value, i) => (i % 3 === 0 ? 128 : value));
    const all = Array.from({ length: total }, (_, n) => {
      const square = query.reduce((sum, value, i) => sum + (value - crowd[n * length + i]!) ** 2, 0);
      return Math.sqrt(square / length) / 255;
    });
    const order = all.map((_, n) => n).toSorted((a, b) => all[a]! - all[b]!);
    const { indices, distances } = await nearestInPixels(query, (start, end) => crowd.subarray(start * length, end * length), total, 20);
    expect([...indices]).toEqual(order.slice(0, 20));
    expect([...distances]).toEqual(order.slice(0, 20).map((n) => expect.closeTo(all[n]!, 6)));
  });

  it('in features are the nearest by angle', () => {
    const table = { rows: 4, columns: 2, values: Float32Array.of(1, 0, 5, 5, 0, 2, 0, 0) };
    const { indices, distances } = nearestInFeatures(Float32Array.of(0, 3), table, 4);
    expect([...indices]).toEqual([2, 1, 0, 3]);
    expect([...distances]).toEqual([expect.closeTo(0, 6), expect.closeTo(1 - Math.SQRT1_2, 6), 1, 1]);
  });

  it('see a training image where the networks would see it', async () => {
    const input = asNetworkInput(Uint8Array.of(0, 255, 51, 102), pair);
    expect([...input]).toEqual([-1, 1, expect.closeTo(-0.6, 6), expect.closeTo(-0.2, 6)]);
  });
});

describe('features', () => {
  it('are one row an example, whatever goes through with it', async () => {
    const input = await generate(pair, draw(66));
    const all = await computeFeatures(beforeLogit(pair.discriminator), input);
    expect(all.rows).toBe(66);
    expect(all.columns).toBe(4 * 4 * 8);
    const last = await computeFeatures(beforeLogit(pair.discriminator), input.slice(-(TEST_CONFIG.imageSize ** 2)));
    expect(last.values).toEqual(all.values.slice(-all.columns));
  });
});

describe('features of pictures', () => {
  it('are those of the pictures by themselves', async () => {
    const z = draw(70);
    const { pictures, features } = await pictureFeatures(pair, z);
    expect(pictures).toEqual(await generate(pair, z));
    const joined = tf.concat2d(features, 0);
    const expected = await computeFeatures(beforeLogit(pair.discriminator), pictures);
    expect(joined.shape).toEqual([70, expected.columns]);
    expect(await joined.data()).toEqual(expected.values);
    for (const tensor of [...features, joined]) tensor.dispose();
  });

  it('leave nothing behind when they are given up', async () => {
    const cancel = new AbortController();
    const before = tf.memory().numTensors;
    await expect(pictureFeatures(pair, draw(70), cancel.signal, () => cancel.abort())).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('directions of labels', () => {
  it('are found however far D holds real images from generated ones', async () => {
    const z = draw(200, 'labelled');
    const table = await computeFeatures(beforeLogit(pair.discriminator), await generate(pair, z));
    // Labels by the sign of the first number of z, which the weights make plain to see; real images lie far off.
    const labels = splitLatents(z, PRIOR.zSize).map((one) => (one[0]! > 0 ? 1 : 0));
    const far = { ...table, values: table.values.map((value, i) => 3 * value + (i % table.columns) % 5) };
    const { found, accuracy, fitted, tested } = await labelDirections(pair, PRIOR, { table: far, labels, classes: 2 }, { seed: 1 });
    expect([fitted, tested]).toEqual([160, 40]);
    expect(accuracy).toBeGreaterThan(0.6);
    expect(found.map(({ label }) => label)).toEqual([0, 1]);
    const [down, up] = found.map(({ direction }) => direction[0]!);
    expect(up!).toBeGreaterThan(0.5);
    expect(down!).toBeLessThan(-0.5);
  });
});

describe('layout', () => {
  /** Three tight groups far from each other. */
  const groups = (() => {
    const stream = new RandomStream(1, 'groups');
    const rows = 60;
    const values = stream.fillNormal(new Float32Array(rows * 5), 0, 0.05);
    for (let r = 0; r < rows; r++) values[r * 5 + (r % 3)]! += 3;
    return { rows, columns: 5, values };
  })();

  it.each(['pca', 'umap'] as const)('keeps groups together, within [-1, 1], the same each time (%s)', async (method) => {
    const places = await layOut([rowsOf(groups, groups.rows)], method, 1);
    expect(Math.max(...places.map(Math.abs))).toBeLessThanOrEqual(1);
    const [x, y] = splitLatents(places, groups.rows);
    expect(x).toHaveLength(groups.rows);
    expect(y).toHaveLength(groups.rows);
    const point = (n: number) => [places[2 * n]!, places[2 * n + 1]!] as const;
    const apart = (i: number, j: number) => Math.hypot(point(i)[0] - point(j)[0], point(i)[1] - point(j)[1]);
    let within = 0;
    let between = Infinity;
    for (let i = 0; i < groups.rows; i++)
      for (let j = 0; j < i; j++)
        if (i % 3 === j % 3) within = Math.max(within, apart(i, j));
        else between = Math.min(between, apart(i, j));
    expect(between).toBeGreaterThan(within);
    expect(await layOut([rowsOf(groups, groups.rows)], method, 1)).toEqual(places);
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    await expect(layOut([rowsOf(groups, groups.rows)], 'umap', 1, () => cancel.abort(), cancel.signal)).rejects.toThrow();
  });
});

describe('long work', () => {
  it('lets messages in, although this backend computes everything at once', async () => {
    const target = await generate(pair, draw(1));
    const turns: Record<string, number> = {};
    const count = async (name: string, work: () => Promise<unknown>) => {
      let done = false;
      turns[name] = 0;
      const ticking = (async () => {
        while (!done) {
          await new Promise((resolve) => setImmediate(resolve));
          turns[name]!++;
        }
      })();
      await work().finally(() => (done = true));
      await ticking;
    };
    await count('inversion', () => invert(pair, target, PRIOR, { restarts: 1, steps: 20, seed: 1 }));
    await count('directions', () => principalDirections(pair, PRIOR, 2, { seed: 1 }));
    await count('sensitivity', () => sensitivity(pair, rawDirections(PRIOR.zSize).concat(rawDirections(PRIOR.zSize)), PRIOR, { seed: 1 }));
    await count('pictures', () => generate(pair, draw(200)));
    expect(turns.inversion).toBeGreaterThan(15);
    expect(turns.directions).toBeGreaterThan(4);
    expect(turns.sensitivity).toBeGreaterThan(1);
    expect(turns.pictures).toBeGreaterThan(2);
  });
});
