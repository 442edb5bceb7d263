import { describe, expect, it } from 'vitest';
import katex from 'katex';
import { glossaryEn } from '../i18n/glossary.en';
import { glossaryKo } from '../i18n/glossary.ko';
import { DICTIONARIES } from '../i18n/text';
import { isTermId, linkTerms, markedParts, placeOfTerm, TERM_IDS, TERMS } from './glossary';
import type { MarkedPart, Term, TermId } from './glossary';

const english = (id: TermId) => glossaryEn[`term.${id}`];
const korean = (id: TermId) => glossaryKo[`term.${id}`];
const textOf = (parts: readonly MarkedPart[]) => parts.map((part) => (typeof part === 'string' ? part : part.words)).join('');
const termsOf = (parts: readonly MarkedPart[]) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.term]));

describe('marked texts', () => {
  it('come apart at their marks', () => {
    expect(markedParts('A [[kernel|window]] moves.')).toEqual(['A ', { term: 'kernel', words: 'window' }, ' moves.']);
    expect(markedParts('no mark')).toEqual(['no mark']);
    expect(() => markedParts('[[nothing|x]]')).toThrow('nothing');
  });

  it('name only terms that there are, in every text of both languages', () => {
    for (const [language, texts] of Object.entries(DICTIONARIES))
      for (const [key, text] of Object.entries(texts)) {
        const marks = [...text.matchAll(/\[\[([^|\]]*)\|?[^\]]*\]\]/g)];
        for (const [, id] of marks) expect(isTermId(id!), `${language} ${key}: ${id}`).toBe(true);
        if (marks.length > 0) expect(termsOf(markedParts(text)), `${language} ${key}`).toHaveLength(marks.length);
      }
  });
});

describe('terms in plain texts', () => {
  it('are found once each, whole, the longest first', () => {
    const parts = linkTerms('LeakyReLU, not ReLU: batch norm keeps a batch. ReLU again, and a stepper.', english, false);
    expect(termsOf(parts)).toEqual(['leakyRelu', 'relu', 'batchNorm', 'batch']);
    expect(textOf(parts)).toBe('LeakyReLU, not ReLU: batch norm keeps a batch. ReLU again, and a stepper.');
    expect(termsOf(linkTerms('Try lower learning rates.', english, false))).toEqual(['learningRate']);
  });

  it('are found before the endings of Korean', () => {
    expect(termsOf(linkTerms('학습률을 낮추고 배치 정규화를 쓰세요.', korean, true))).toEqual(['learningRate', 'batchNorm']);
  });
});

it('every formula can be set', () => {
  const formulas = TERM_IDS.flatMap((id): string[] => {
    const { formula }: Term = TERMS[id];
    return formula === undefined ? [] : [formula];
  });
  expect(formulas.length).toBeGreaterThan(25);
  for (const formula of formulas) expect(() => katex.renderToString(formula, { throwOnError: true, strict: 'error' })).not.toThrow();
});

it('every term has a place to look at, and fields and curves are named as the page names them', () => {
  for (const id of TERM_IDS) expect(placeOfTerm(id), id).toMatch(/\[data-|\[role=|article/);
  expect(placeOfTerm('seed')).toBe('[data-setting="seed"]');
  expect(placeOfTerm('chance')).toContain('lossD');
});
