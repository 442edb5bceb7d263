import { useEffect, useState } from 'react';
import styles from './markdown.module.css';

/** A text in Markdown; what it is written with loads when the first one is shown, and until then it stands as it is. */
export function Markdown({ text }: { text: string }) {
  const [html, setHtml] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void import('./markdown-html').then(({ markdownToHtml }) => {
      if (current) setHtml(markdownToHtml(text));
    });
    return () => {
      current = false;
    };
  }, [text]);
  if (html === null) return <div className={styles.plain}>{text}</div>;
  return <div className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />;
}
