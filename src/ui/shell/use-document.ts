import { useEffect } from 'react';
import { useDarkTheme, useTexts } from '../common/hooks';

/** Keeps the document's language, title and theme in step with what the person prefers. */
export function useDocument(): void {
  const { language, t } = useTexts();
  const dark = useDarkTheme();
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t('app.name');
    if (language === 'ko') void import('./korean-font');
  }, [language, t]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);
}
