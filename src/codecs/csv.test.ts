import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { readHistory, writeHistory } from './csv';

const WIDTH = METRICS.length + 1;

function valuesOf(text: string): number[] {
  const result = readHistory(text, 'history.csv');
  if (!result.ok) throw new Error(result.message.detail);
  return Array.from(result.value);
}

function failureOf(text: string) {
  const result = readHistory(text, 'history.csv');
  return result.ok ? null : result.message;
}

describe('history as CSV', () => {
  it('is a line of names and a line for each step, empty where a step did not report', () => {
    const nan = Number.NaN;
    const history = Float64Array.of(
      1,
      1.5,
      0.25,
      0.5,
      0.5,
      0.125,
      2,
      1e-7,
      2,
      nan,
      3,
      nan,
      nan,
      -0.5,
      nan,
      4,
    );
    const text =
      'step,lossD,lossG,dReal,dFakeAfter,dFakeBefore,gradNormD,gradNormG\n' +
      '1,1.5,0.25,0.5,0.5,0.125,2,1e-7\n' +
      '2,,3,,,-0.5,,4\n';
    expect(writeHistory(history)).toBe(text);
    expect(valuesOf(text)).toEqual(Array.from(history));
  });

  it('reads back every number exactly', () => {
    const row = fc.array(fc.double(), { minLength: WIDTH, maxLength: WIDTH });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        // CSV has one zero: the sign of -0 is not kept.
        const flat = rows.flat().map((value) => value + 0);
        expect(valuesOf(writeHistory(Float64Array.from(flat)))).toEqual(flat);
      }),
    );
  });

  it('reads moved columns, missing ones and the line ends of a spreadsheet', () => {
    const rest = Array.from({ length: WIDTH - 3 }, () => Number.NaN);
    expect(valuesOf('lossG,step,lossD\r\n3,7,2\r\n')).toEqual([7, 2, 3, ...rest]);
  });

  it.each([
    ['an empty text', ''],
    ['no step', 'lossD\n1\n'],
    ['an unknown column', 'step,colour\n1,2\n'],
    ['a column twice', 'step,lossD,lossD\n1,2,3\n'],
    ['a field too few', 'step,lossD\n1\n'],
    ['a field too many', 'step,lossD\n1,2,3\n'],
    ['a word', 'step,lossD\n1,good\n'],
    ['a number of another notation', 'step,lossD\n1,0x10\n'],
    ['a cut number', 'step,lossD\n1,1e\n'],
    ['an empty line between', 'step,lossD\n\n1,2\n'],
  ])('refuses %s', (_, text) => {
    expect(failureOf(text)).toMatchObject({ code: 'fileDamaged', params: { file: 'history.csv' } });
  });

  it('names the line that it cannot read', () => {
    expect(failureOf('step,lossD\n1,2\n2,x\n')?.detail).toBe('line 3: 2,x');
  });
});
