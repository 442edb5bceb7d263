import { useMemo } from 'react';
import { linkTerms } from '../../core/glossary';
import { useTexts } from './hooks';
import { Term } from './term';

/** A plain text in which the glossary explains the terms that it names, each where it first occurs. */
export function Explained({ text }: { text: string }) {
  const { t, language } = useTexts();
  const parts = useMemo(() => linkTerms(text, (id) => t(`term.${id}`), language === 'ko'), [text, t, language]);
  return parts.map((part) =>
    typeof part === 'string' ? (
      part
    ) : (
      <Term key={part.term} id={part.term}>
        {part.words}
      </Term>
    ),
  );
}
