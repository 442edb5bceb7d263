import { Popover } from '@base-ui/react/popover';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { placeOfTerm, TERM_NUMBERS, TERMS } from '../../core/glossary';
import type { Term as TermFacts, TermId } from '../../core/glossary';
import { explore, inspect, session } from '../../state/app';
import { showTerm } from '../../state/lab-terms';
import { Button } from './button';
import { Formula } from './formula';
import { usePhone, useTexts } from './hooks';
import { light } from './light';
import styles from './term.module.css';

/** How long a pointer rests on a term before it is explained, in milliseconds. */
const HOVER_MS = 250;

/** Words that the glossary explains: pointed at, tapped, or by Enter. */
export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  const { t } = useTexts();
  return (
    <Popover.Root>
      {/* Not a button element, which no line can be broken within. */}
      <Popover.Trigger nativeButton={false} render={<span />} className={styles.term!} openOnHover delay={HOVER_MS}>
        {children}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner!} sideOffset={6} collisionPadding={12}>
          <Popover.Popup className={styles.popup!}>
            <Popover.Title className={styles.title!}>{t(`term.${id}`)}</Popover.Title>
            <TermBody id={id} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A term's two sentences, its formula where it has one, and the way to where it is at work. */
export function TermBody({ id }: { id: TermId }) {
  const { t } = useTexts();
  const phone = usePhone();
  const term: TermFacts = TERMS[id];
  const { formula, setting } = term;
  return (
    <>
      <p className={styles.text}>{t(`term.${id}.text`, TERM_NUMBERS)}</p>
      {formula && (
        <p className={styles.formula}>
          <Formula tex={formula} />
        </p>
      )}
      <Button
        tone="quiet"
        icon={ArrowRight}
        className={styles.show}
        aria-label={`${t('term.show')}: ${t(`term.${id}`)}`}
        onClick={() => {
          showTerm({ session, explore, inspect }, id);
          // A phone has its settings in a sheet.
          if (setting && phone) session.store.setState({ dialog: 'settings' });
          light(placeOfTerm(id));
        }}
      >
        {t('term.show')}
      </Button>
    </>
  );
}
