import { markedParts } from '../../core/glossary';
import type { TextKey, TextParams } from '../../i18n/text';
import { useTexts } from './hooks';
import { Terms } from './terms';

/** A text of the dictionaries in which the words that it marks are explained by the glossary. */
export function RichText({ text, params }: { text: TextKey; params?: TextParams }) {
  const { t } = useTexts();
  return <Terms parts={markedParts(t(text, params))} />;
}
