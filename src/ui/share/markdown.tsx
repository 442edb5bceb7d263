import { useEffect, useState } from 'react';
import { session } from '../../state/app';
import { follow } from '../../state/lab-page';
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
  return <div className={styles.text} ref={leadByLinks} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** A text's links to places of the page lead there without loading it anew, which would end what is trained. */
function leadByLinks(text: HTMLElement | null): () => void {
  text?.addEventListener('click', lead);
  return () => text?.removeEventListener('click', lead);
}

function lead(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (follow(session, link?.getAttribute('href') ?? null)) event.preventDefault();
}
