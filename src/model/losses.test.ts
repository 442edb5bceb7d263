import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHANCE_LEVEL } from '../core/metrics';
import type { Config } from '../core/settings';
import { LOSSES } from './losses';

const LOGITS = [-100, -17, -3, -0.5, 0, 0.5, 3, 17, 100];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const numberOf = async (scalar: tf.Tensor) => (await scalar.data())[0]!;
const sigmoid = (l: number) => 1 / (1 + Math.exp(-l));
/** log(1 + exp(l)) in float64, exact on both sides. */
const softplus = (l: number) => Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));

const lossD = (loss: Config['loss'], real: number[], fake: number[], smoothing = 0) =>
  numberOf(LOSSES[loss].discriminator(tf.tensor(real), tf.tensor(fake), smoothing));
const lossG = (loss: Config['loss'], fake: number[]) => numberOf(LOSSES[loss].generator(tf.tensor(fake)));
/** The slopes of D's loss at one real and one fake logit. */
async function slopesD(loss: Config['loss'], real: number, fake: number, smoothing = 0) {
  const slopes = tf.grads((r: tf.Tensor, f: tf.Tensor) => LOSSES[loss].discriminator(r, f, smoothing));
  const [byReal, byFake] = slopes([tf.tensor([real]), tf.tensor([fake])]);
  return { real: await numberOf(byReal!), fake: await numberOf(byFake!) };
}
const slopeG = (loss: Config['loss'], fake: number) =>
  numberOf(tf.grad((f: tf.Tensor) => LOSSES[loss].generator(f))(tf.tensor([fake])));

/** Agreement to float32's precision, relative for large values and absolute for small ones. */
function expectNear(actual: number, wanted: number): void {
  expect(Math.abs(actual - wanted)).toBeLessThan(2e-6 * Math.max(1, Math.abs(wanted)));
}

describe('the chance level', () => {
  it.each(['nonSaturating', 'leastSquares', 'hinge'] as const)(
    'of %s is what an undecided D gives',
    async (loss) => {
      // Where D cannot tell, its best answer is a logit of 0; for least squares, the middle of its targets.
      const undecided = loss === 'leastSquares' ? 0.5 : 0;
      expectNear(await lossD(loss, [undecided], [undecided]), CHANCE_LEVEL[loss].lossD);
      expectNear(await lossG(loss, [undecided]), CHANCE_LEVEL[loss].lossG);
    },
  );

  it('is 2 ln 2 and ln 2 for the loss of the paper', () => {
    expect(CHANCE_LEVEL.nonSaturating.lossD).toBeCloseTo(1.3863, 4);
    expect(CHANCE_LEVEL.nonSaturating.lossG).toBeCloseTo(0.6931, 4);
  });
});

describe('the non-saturating loss', () => {
  it.each(LOGITS)('has the values of the cross-entropies at a logit of %d', async (l) => {
    expectNear(await lossD('nonSaturating', [l], [0]), softplus(-l) + Math.LN2);
    expectNear(await lossD('nonSaturating', [0], [l]), Math.LN2 + softplus(l));
    expectNear(await lossG('nonSaturating', [l]), softplus(-l));
  });

  it.each(LOGITS)(
    'has their slopes at a logit of %d: never zero where there is something to learn',
    async (l) => {
      const slopes = await slopesD('nonSaturating', l, l);
      expectNear(slopes.real, -sigmoid(-l));
      expectNear(slopes.fake, sigmoid(l));
      expectNear(await slopeG('nonSaturating', l), -sigmoid(-l));
    },
  );

  it('pushes G with full force where D is sure of itself, at -17 and at -100', async () => {
    expectNear(await slopeG('nonSaturating', -17), -1);
    expectNear(await slopeG('nonSaturating', -100), -1);
    expect(await slopeG('nonSaturating', 17)).toBeLessThan(0);
    expect(await lossG('nonSaturating', [-100])).toBe(100);
    expect(await lossG('nonSaturating', [100])).toBeCloseTo(0, 9);
  });

  it('moves the real target alone when labels are smoothed', async () => {
    const smoothed = 0.9 * softplus(-3) + 0.1 * softplus(3);
    expectNear(await lossD('nonSaturating', [3], [-2], 0.1), smoothed + softplus(-2));
    // The best real logit is the one whose sigmoid is the target.
    const best = Math.log(0.9 / 0.1);
    expectNear((await slopesD('nonSaturating', best, 0, 0.1)).real, 0);
    expectNear((await slopesD('nonSaturating', best, 0, 0.1)).fake, 0.5);
  });

  it('scores by the probability of being real', async () => {
    const score = await LOSSES.nonSaturating.score(tf.tensor([-100, 0, 1, 100])).data();
    [0, 0.5, sigmoid(1), 1].forEach((wanted, i) => expectNear(score[i]!, wanted));
  });
});

describe('least squares', () => {
  it('has the values and slopes of half the squared distance from the targets', async () => {
    expectNear(await lossD('leastSquares', [3], [-2]), 0.5 * (4 + 4));
    expectNear(await lossD('leastSquares', [3], [-2], 0.1), 0.5 * (2.1 ** 2 + 4));
    expectNear(await lossG('leastSquares', [-2]), 4.5);
    expect(await slopesD('leastSquares', 3, -2)).toEqual({ real: 2, fake: -2 });
    expectNear((await slopesD('leastSquares', 0.9, 0, 0.1)).real, 0);
    expect(await slopeG('leastSquares', -100)).toBe(-101);
  });

  it('scores by the output itself', async () => {
    expect(Array.from(await LOSSES.leastSquares.score(tf.tensor([-1, 0.25, 2])).data())).toEqual([
      -1, 0.25, 2,
    ]);
  });
});

describe('hinge', () => {
  it('has the values and slopes of two margins', async () => {
    expect(await lossD('hinge', [0.25], [-0.5])).toBe(0.75 + 0.5);
    expect(await lossD('hinge', [17], [-100])).toBe(0);
    expect(await lossD('hinge', [-100], [17])).toBe(101 + 18);
    expect(await slopesD('hinge', 0.25, -0.5)).toEqual({ real: -1, fake: 1 });
    const outside = await slopesD('hinge', 2, -2);
    expect([Math.abs(outside.real), Math.abs(outside.fake)]).toEqual([0, 0]);
    expect(await lossG('hinge', [-17])).toBe(17);
    expect(await slopeG('hinge', -17)).toBe(-1);
  });
});

describe('every loss', () => {
  it.each(['nonSaturating', 'leastSquares', 'hinge'] as const)(
    '%s is a mean over each half',
    async (loss) => {
      const [real, fake] = [
        [-3, 0.5, 2],
        [1, -0.25],
      ];
      const halves = async (values: number[], one: (l: number) => Promise<number>) => {
        const each = await Promise.all(values.map(one));
        return each.reduce((sum, value) => sum + value, 0) / values.length;
      };
      const none = await lossD(loss, [0], [0]);
      const ofReal = await halves(real, async (l) => (await lossD(loss, [l], [0])) - none);
      const ofFake = await halves(fake, async (l) => (await lossD(loss, [0], [l])) - none);
      expectNear(await lossD(loss, real, fake), none + ofReal + ofFake);
      expectNear(await lossG(loss, fake), await halves(fake, (l) => lossG(loss, [l])));
      const shaped = LOSSES[loss].generator(tf.tensor(fake, [2, 1, 1, 1]));
      expect(shaped.shape).toEqual([]);
      expectNear(await numberOf(shaped), await lossG(loss, fake));
    },
  );
});
