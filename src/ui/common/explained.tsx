import { useMemo } from 'react';
import { linkTerms } from '../../core/glossary';
import { useTexts } from './hooks';
import { Terms } from './terms';

/** A plain text in which the glossary explains the terms that it names, each where it first occurs. */
export function Explained({ text }: { text: string }) {
  const { t, language } = useTexts();
  const parts = useMemo(() => linkTerms(text, (id) => t(`term.${id}`), language === 'ko'), [text, t, language]);
  return <Terms parts={parts} />;
}
