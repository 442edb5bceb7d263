import { useState } from 'react';
import { TERM_IDS, TERM_NUMBERS } from '../../core/glossary';
import { useTexts } from '../common/hooks';
import { TermBody } from '../common/term';
import styles from './glossary-page.module.css';

/** Every term with its two sentences, its formula and where it is at work; a field narrows them down. */
export function GlossaryPage() {
  const { t } = useTexts();
  const [wanted, setWanted] = useState('');
  const found = TERM_IDS.filter((id) => `${t(`term.${id}`)} ${t(`term.${id}.text`, TERM_NUMBERS)}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <h2>{t('lab.page.glossary')}</h2>
        <input type="search" aria-label={t('lab.glossary.search')} placeholder={t('lab.glossary.search')} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </header>
      {found.length === 0 && <p>{t('lab.glossary.none', { text: wanted })}</p>}
      <ul className={styles.terms}>
        {found.map((id) => (
          <li key={id}>
            <h3>{t(`term.${id}`)}</h3>
            <TermBody id={id} />
          </li>
        ))}
      </ul>
    </article>
  );
}
