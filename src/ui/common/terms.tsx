import { Fragment } from 'react';
import type { MarkedPart } from '../../core/glossary';
import { Term } from './term';
import styles from './term.module.css';

/** A text in its parts, with its terms explained; what is written onto a term's end stays on its line. */
export function Terms({ parts }: { parts: readonly MarkedPart[] }) {
  return parts.map((part, n) => {
    const before = parts[n - 1];
    // The same text always comes in the same parts.
    const key = `part-${String(n)}`;
    if (typeof part === 'string') return <Fragment key={key}>{before === undefined || typeof before === 'string' ? part : part.slice(endingOf(part).length)}</Fragment>;
    return (
      <span key={key} className={styles.whole}>
        <Term id={part.term}>{part.words}</Term>
        {endingOf(parts[n + 1])}
      </span>
    );
  });
}

/** What follows a term without a space: a mark, or a particle. */
function endingOf(part: MarkedPart | undefined): string {
  return typeof part === 'string' ? (/^\S+/.exec(part)?.[0] ?? '') : '';
}
