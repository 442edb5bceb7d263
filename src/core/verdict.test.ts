import { describe, expect, it } from 'vitest';
import { bytesToImages } from './images';
import { compare, differsFromPaper, judgePrediction, readOutcome, VERDICT_STEPS } from './verdict';
import type { Outcome, Reading } from './verdict';

const flat = (...levels: number[]) =>
  bytesToImages(Uint8Array.from(levels.flatMap((level) => Array.from({ length: 4 }, () => level))), 2, 1);
const constant = (value: number, count = 8) => Array.from({ length: count }, () => value);
const REALS = flat(0, 255);

const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  metrics: {
    lossD: [9, 9, 9, 9, 9, 9, 1, 3],
    lossG: constant(0.7),
    dReal: constant(0.6),
    dFakeAfter: constant(0.4),
    gradNormD: constant(1),
    gradNormG: [5, 5, 5, 5, 5, 5, NaN, 2],
  },
  samples: flat(0, 255),
  config: { loss: 'nonSaturating', labelSmoothing: 0 },
  failedAt: null,
  ...changes,
});

const reading = (changes: Partial<Reading> = {}): Reading => ({ ...readOutcome(outcome(), REALS), distance: 1, ...changes });

describe('readOutcome', () => {
  it('takes means over the last quarter, past what a step did not report', () => {
    const read = readOutcome(outcome(), REALS);
    expect(read).toMatchObject({ lossD: 2, gradNormG: 2, diversity: 1, diversityReal: 1, checkerboard: 0, condition: 'early' });
    expect(read.distance).toBeCloseTo(0, 12);
  });

  it('sees in the samples what the curves do not show', () => {
    const metrics = { lossD: constant(1, 200), lossG: constant(1, 200), dReal: constant(0.7, 200), dFakeAfter: constant(0.3, 200), gradNormD: constant(1, 200), gradNormG: constant(1, 200) };
    expect(readOutcome(outcome({ metrics }), REALS).condition).toBe('learning');
    expect(readOutcome(outcome({ metrics, samples: flat(100, 101) }), REALS).condition).toBe('collapsed');
  });

  it('knows a run that failed, and one that reported nothing', () => {
    expect(readOutcome(outcome({ failedAt: 3 }), REALS)).toMatchObject({ failedAt: 3, condition: 'notFinite' });
    const silent = { lossD: [], lossG: [], dReal: [], dFakeAfter: [], gradNormD: [], gradNormG: [] };
    expect(readOutcome(outcome({ metrics: silent }), REALS).lossD).toBeNaN();
  });
});

describe('compare', () => {
  it('calls the nearest best only by a margin', () => {
    expect(compare([reading(), reading({ distance: 1.05 })], VERDICT_STEPS, false).best).toBeNull();
    expect(compare([reading(), reading({ distance: 0.95 })], VERDICT_STEPS, false).best).toBeNull();
    expect(compare([reading(), reading({ distance: 0.8 })], VERDICT_STEPS, false).best).toBeNull();
    expect(compare([reading(), reading({ distance: 0.7 })], VERDICT_STEPS, false).best).toBe(1);
    expect(compare([reading(), reading({ distance: 2 }), reading({ distance: 3 })], VERDICT_STEPS, false).best).toBe(0);
    expect(compare([reading(), reading({ distance: 0.1, failedAt: 4 })], VERDICT_STEPS, false).best).toBe(0);
    expect(compare([reading({ failedAt: 1 }), reading({ failedAt: 4 })], VERDICT_STEPS, false).best).toBeNull();
  });

  it('names those that nobody is ahead of, and who is behind is not called alike', () => {
    const leaders = (...distances: number[]) => compare(distances.map((distance) => reading({ distance })), VERDICT_STEPS, false).leaders;
    expect(leaders(0.213, 0.173, 0.562)).toEqual([0, 1]);
    expect(leaders(0.562, 0.213, 0.173)).toEqual([1, 2]);
    expect(leaders(0.2, 0.2, 0.2)).toEqual([0, 1, 2]);
    expect(leaders(0.2, 0.1, 0.2)).toEqual([1]);
    expect(compare([reading({ failedAt: 1 })], VERDICT_STEPS, false).leaders).toEqual([]);
  });

  it('where the distance cannot tell, puts a run whose G keeps up with D ahead of one whose G does not', () => {
    const of = (...runs: Partial<Reading>[]) => {
      const verdict = compare(runs.map(reading), VERDICT_STEPS, false);
      return { best: verdict.best, leaders: verdict.leaders, outrun: verdict.outrun, differs: differsFromPaper(verdict) };
    };
    const away = { condition: 'dAhead', distance: 0.173 } as const;
    expect(of({ distance: 0.213 }, away, { distance: 0.193 })).toEqual({ best: null, leaders: [0, 2], outrun: [1], differs: null });
    expect(of({ distance: 0.213 }, { ...away, condition: 'dStrong' })).toEqual({ best: 0, leaders: [0], outrun: [1], differs: null });
    expect(of(away, { distance: 0.213 })).toEqual({ best: 1, leaders: [1], outrun: [0], differs: 'ahead' });
    // A clear distance decides before that, and where all are so, it decides nothing.
    expect(of({ distance: 0.3 }, away)).toMatchObject({ best: 1, outrun: [] });
    expect(of(away, away)).toMatchObject({ best: null, leaders: [0, 1], outrun: [] });
  });

  it('bears a prediction out, or half of it', () => {
    const judged = (...distances: number[]) => {
      const verdict = compare(distances.map((distance) => reading({ distance })), VERDICT_STEPS, false);
      return (['alike', 0, 1, 2] as const).map((prediction) => judgePrediction(prediction, verdict, distances.length));
    };
    expect(judged(0.213, 0.173, 0.562)).toEqual(['wrong', 'partly', 'partly', 'wrong']);
    expect(judged(0.2, 0.2, 0.2)).toEqual(['right', 'wrong', 'wrong', 'wrong']);
    expect(judged(0.2, 0.1, 0.2)).toEqual(['wrong', 'wrong', 'right', 'wrong']);
    const failed = compare([reading(), reading(), reading({ failedAt: 1 })], VERDICT_STEPS, false);
    expect(judgePrediction('alike', failed, 3)).toBe('wrong');
  });

  it('says of each run how it compares with the first, with both numbers', () => {
    const { remarks } = compare(
      [
        reading(),
        reading({ distance: 0.5, diversity: 0.4 }),
        reading({ distance: 2, gradNormG: 11 }),
        reading({ distance: 1.1, gradNormG: 0.3 }),
        reading({ failedAt: 7 }),
      ],
      VERDICT_STEPS,
      false,
    );
    expect(remarks).toEqual([
      { kind: 'nearer', run: 1, value: 0.5, reference: 1 },
      { kind: 'lessDiverse', run: 1, value: 0.4, reference: 1 },
      { kind: 'farther', run: 2, value: 2, reference: 1 },
      { kind: 'largeGradient', run: 2, value: 11, reference: 2 },
      { kind: 'alike', run: 3, value: 1.1, reference: 1 },
      { kind: 'smallGradient', run: 3, value: 0.3, reference: 2 },
      { kind: 'failed', run: 4, step: 7 },
    ]);
  });

  it('sees one picture in samples that are brighter or darker only, and calls no such run best beside another', () => {
    const shape = { likeness: 0.9, likenessReal: 0.4, resemblance: 0.4, distance: 0.2 };
    const runs = [reading(), reading(shape), reading({ distance: 0.3, diversity: 0.09 })];
    const verdict = compare(runs, VERDICT_STEPS, false);
    expect(verdict).toMatchObject({ best: 0, flawed: [1, 2] });
    expect(verdict.remarks).toEqual([
      { kind: 'oneShape', run: 1, value: 0.9, reference: 0.4 },
      { kind: 'collapsed', run: 2, value: 0.09, reference: 1 },
    ]);
    expect(compare([reading(), reading({ ...shape, likeness: 0.69 })], VERDICT_STEPS, false)).toMatchObject({ best: 1, flawed: [] });
    // Where all do so, the nearest is still the nearest.
    expect(compare([reading({ ...shape, distance: 1 }), reading(shape)], VERDICT_STEPS, false)).toMatchObject({ best: 1, flawed: [0, 1] });
  });

  it('sees noise in samples that real images do not resemble, where these resemble each other', () => {
    const noise = { likeness: 0.01, likenessReal: 0.4, resemblance: 0.19, distance: 0.2, gradNormG: 20 };
    const { best, flawed, remarks } = compare([reading(), reading(noise)], VERDICT_STEPS, false);
    expect({ best, flawed }).toEqual({ best: 0, flawed: [1] });
    expect(remarks).toEqual([
      { kind: 'unlike', run: 1, value: 0.19, reference: 0.4 },
      { kind: 'largeGradient', run: 1, value: 20, reference: 2 },
    ]);
    expect(compare([reading(), reading({ ...noise, resemblance: 0.21 })], VERDICT_STEPS, false).flawed).toEqual([]);
    expect(compare([reading(), reading({ ...noise, likenessReal: 0.09, resemblance: 0 })], VERDICT_STEPS, false).flawed).toEqual([]);
  });

  it('calls nobody best before there is something to see, but says who has failed', () => {
    const runs = [reading(), reading({ distance: 0.1 }), reading({ failedAt: 3 })];
    expect(compare(runs, VERDICT_STEPS - 1, false)).toEqual({ early: true, best: null, leaders: [], outrun: [], flawed: [], remarks: [{ kind: 'failed', run: 2, step: 3 }] });
    expect(compare(runs, VERDICT_STEPS, false)).toMatchObject({ early: false, best: 1 });
  });

  it('differs from the paper where another run is ahead of its own, or none is', () => {
    const differs = (...runs: Partial<Reading>[]) => differsFromPaper(compare(runs.map(reading), VERDICT_STEPS, false));
    expect(differs({}, { distance: 0.2 })).toBe('ahead');
    expect(differs({}, { distance: 0.5 }, { distance: 0.5 })).toBe('ahead');
    expect(differs({ failedAt: 5 }, {})).toBe('ahead');
    expect(differs({}, { distance: 1.1 })).toBe('alike');
    expect(differs({}, { distance: 2 })).toBeNull();
    expect(differs({}, { distance: 1.1 }, { distance: 2 })).toBeNull();
    expect(differs({}, { failedAt: 5 })).toBeNull();
    expect(differs({}, { distance: 1.1 }, { distance: 1.1 }, { likeness: 0.9 })).toBeNull();
    expect(differs({ likeness: 0.9 }, {})).toBe('ahead');
    expect(differs({ likeness: 0.9 }, {}, {})).toBe('ahead');
    expect(differs({ condition: 'dAhead' }, {}, { distance: 1.1 })).toBe('ahead');
    expect(differsFromPaper(compare([reading(), reading({ distance: 0.2 })], VERDICT_STEPS - 1, false))).toBeNull();
  });

  it('speaks of checkerboards only where they are asked for', () => {
    const runs = [reading({ checkerboard: 0.01 }), reading({ checkerboard: 0.02 })];
    expect(compare(runs, VERDICT_STEPS, false).remarks.map(({ kind }) => kind)).toEqual(['alike']);
    expect(compare(runs, VERDICT_STEPS, true).remarks.at(-1)).toEqual({ kind: 'checkerboard', run: 1, value: 0.02, reference: 0.01 });
    const told = (value: number) => compare([runs[0]!, reading({ checkerboard: value })], VERDICT_STEPS, true).remarks.at(-1)!.kind;
    expect([0.014, 0.008, 0.006].map(told)).toEqual(['sameCheckerboard', 'sameCheckerboard', 'lessCheckerboard']);
  });
});
