import { ArrowLeft, ArrowRight, Check, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { TOUR } from '../../core/lessons';
import { isTextKey } from '../../i18n/text';
import type { TextKey } from '../../i18n/text';
import { session } from '../../state/app';
import { goToStop, tour } from '../../state/tour';
import { Button, IconButton } from '../common/button';
import { Explained } from '../common/explained';
import { usePhone, useTexts } from '../common/hooks';
import { useTeachingNumbers } from '../common/teaching-numbers';
import { focusOnArrival } from './focus';
import { useUntrained } from './hooks';
import { ReadyOffer } from './ready-offer';
import styles from './tour-card.module.css';

/** The stop of the tour in a small card over the page, which stays usable; what it speaks of is outlined. */
export function TourCard() {
  const stop = useStore(tour, (state) => state.stop);
  return stop === null ? null : <Stop stop={stop} />;
}

function textOf(stop: number, part: 'title' | 'text'): TextKey {
  const key = `lab.tour.${stop + 1}.${part}`;
  if (!isTextKey(key)) throw new Error(`the tour has no stop ${stop + 1}`);
  return key;
}

function Stop({ stop }: { stop: number }) {
  const { t } = useTexts();
  const numbers = useTeachingNumbers();
  usePointer(TOUR[stop]?.target ?? null, usePhone());
  // At Train what is spoken of lies to the right, elsewhere to the left.
  const side = TOUR[stop]?.home === 'train' ? 'left' : 'right';
  const untrained = useUntrained();
  const last = stop === TOUR.length - 1;
  return (
    <aside ref={focusOnArrival} tabIndex={-1} className={styles.card} aria-label={t('lab.tour.title')} data-side={side} data-testid="tour">
      <p className={styles.at}>{t('lab.tour.at', { n: stop + 1, count: TOUR.length })}</p>
      <IconButton icon={X} className={styles.end} label={t('lab.tour.end')} onClick={() => tour.setState({ stop: null })} />
      <div aria-live="polite">
        <h2>{t(textOf(stop, 'title'))}</h2>
        <p>
          <Explained text={t(textOf(stop, 'text'), numbers)} />
        </p>
      </div>
      {untrained && TOUR[stop]?.trained && <ReadyOffer text={t('lab.tour.untrained')} />}
      <div className={styles.buttons}>
        <Button tone="quiet" icon={ArrowLeft} inactive={stop === 0} onClick={() => goToStop(session, stop - 1)}>
          {t('lab.tour.back')}
        </Button>
        <Button tone="strong" icon={last ? Check : ArrowRight} onClick={() => goToStop(session, stop + 1)}>
          {t(last ? 'lab.tour.done' : 'lab.tour.next')}
        </Button>
      </div>
    </aside>
  );
}

/** Room above what is pointed at, for its outline, in CSS pixels. */
const ROOM = 16;

/** On a phone the card lies over the lower half of the view, so that only its top is in sight. */
function bringIntoView(pointed: Element, phone: boolean): void {
  const view = pointed.closest('main');
  if (phone) view?.scrollBy(0, pointed.getBoundingClientRect().top - view.getBoundingClientRect().top - ROOM);
  else pointed.scrollIntoView({ block: 'nearest' });
}

/** Outlines the element that a selector finds, as soon as it is there, and brings it into view. */
function usePointer(target: string | null, phone: boolean): void {
  useEffect(() => {
    if (target === null) return undefined;
    let pointed: Element | null = null;
    const point = () => {
      if (pointed?.isConnected) return;
      pointed = document.querySelector(target);
      pointed?.classList.add(styles.pointed!);
      if (pointed) bringIntoView(pointed, phone);
    };
    point();
    const observer = new MutationObserver(point);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      pointed?.classList.remove(styles.pointed!);
    };
  }, [target, phone]);
}
