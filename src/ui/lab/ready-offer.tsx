import type { ReactNode } from 'react';
import { ReadyButtons } from '../measure/ready-buttons';
import styles from './ready-offer.module.css';

/** Says what an untrained model has to do with a page, and offers the ready-made ones, and what else `children` are. */
export function ReadyOffer({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={styles.offer} data-testid="ready-offer">
      <p>{text}</p>
      <div className={styles.choices}>
        <ReadyButtons />
        {children}
      </div>
    </div>
  );
}
