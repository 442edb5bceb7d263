import { describe, expect, it } from 'vitest';
import { parseEvaluateOptions } from './evaluate-options';

describe('parseEvaluateOptions', () => {
  it('takes a file alone, with the defaults of the view', () => {
    expect(parseEvaluateOptions(['run.dcgan'])).toEqual({ file: 'run.dcgan', samples: 1000, seed: 1, features: null, representation: false, json: false });
  });

  it('takes everything', () => {
    const args = ['--data', 'emoji:0', 'run.dcgan', '--backend', 'wasm', '--samples', '200', '--seed', '7', '--features', 'random', '--representation', '--json'];
    const expected = { file: 'run.dcgan', data: 'emoji:0', backend: 'wasm', samples: 200, seed: 7, features: 'random', representation: true, json: true };
    expect(parseEvaluateOptions(args)).toEqual(expected);
  });

  it.each([
    [[], /^Name one \.dcgan file/],
    [['a', 'b'], /^Name one/],
    [['a', '--samples', '3'], /^--samples takes a whole number from 16 to 5000, not “3”/],
    [['a', '--seed', 'x'], /^--seed takes/],
    [['a', '--features', 'inception'], /^There are no features “inception”/],
    [['a', '--data', 'nothing-here'], /nothing-here/],
    [['a', '--backend', 'cuda'], /cuda/],
    [['a', '--nonsense'], /Usage/],
  ])('refuses %j in one line', (args, message) => {
    expect(() => parseEvaluateOptions(args)).toThrow(message);
    expect(() => parseEvaluateOptions(args)).not.toThrow(/\n/);
  });
});
