import { markedParts } from '../../core/glossary';
import type { TextKey, TextParams } from '../../i18n/text';
import { useTexts } from './hooks';
import { Term } from './term';

/** A text of the dictionaries in which the words that it marks are explained by the glossary. */
export function RichText({ text, params }: { text: TextKey; params?: TextParams }) {
  const { t } = useTexts();
  return markedParts(t(text, params)).map((part, i) =>
    typeof part === 'string' ? (
      part
    ) : (
      <Term key={`${part.term}-${i}`} id={part.term}>
        {part.words}
      </Term>
    ),
  );
}
