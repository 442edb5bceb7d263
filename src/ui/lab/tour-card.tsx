import { ArrowLeft, ArrowRight, Check, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
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
import { cornerOf } from './tour-place';
import type { Corner, Side } from './tour-place';

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
  const card = useRef<HTMLElement>(null);
  // At Train what is spoken of lies to the right, elsewhere to the left.
  const side = TOUR[stop]?.home === 'train' ? 'left' : 'right';
  const corner = usePointer(TOUR[stop]?.target ?? null, usePhone(), card, side);
  useEffect(() => focusOnArrival(card.current), []);
  const untrained = useUntrained();
  const last = stop === TOUR.length - 1;
  return (
    <aside ref={card} tabIndex={-1} className={styles.card} aria-label={t('lab.tour.title')} data-corner={corner} data-testid="tour">
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

/** Room around what is pointed at, for its outline, and around the card, in CSS pixels. */
const ROOM = 16;
/** How often it is looked whether what is pointed at has moved, and how long it must stand still, in milliseconds. */
const LOOK_MS = 100;
const STILL_MS = 5000;
/** What a person does who wants to see another part of the page. */
const OWN_WAYS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** On a phone the card lies over the lower half of the view, so that only its top is in sight. */
function bringIntoView(pointed: Element, phone: boolean): void {
  const view = pointed.closest('main');
  // What stands outside the view acts on what is at its top.
  if (!view) document.getElementById('view')?.scrollTo({ top: 0 });
  else if (phone) view.scrollBy(0, pointed.getBoundingClientRect().top - view.getBoundingClientRect().top - ROOM);
  else pointed.scrollIntoView({ block: 'nearest' });
}

/** The corner of the view that holds it in which the card covers least of what is pointed at. */
function cornerBeside(pointed: Element, card: Element, side: Side): Corner {
  const { left, top, right, bottom } = (pointed.closest('main') ?? document.body).getBoundingClientRect();
  const room = { left: Math.min(left, ROOM), top: top + ROOM, right: Math.max(right, window.innerWidth) - ROOM, bottom: bottom - ROOM };
  return cornerOf(card.getBoundingClientRect(), pointed.getBoundingClientRect(), room, side);
}

/**
 * Outlines the element that a selector finds, as soon as it is there, and keeps it in view until it stands still or the
 * person goes a way of their own, for a page grows while it is filled. Gives the corner in which the card is out of its way.
 */
function usePointer(target: string | null, phone: boolean, card: RefObject<Element | null>, side: Side): Corner {
  const [corner, setCorner] = useState<Corner>(`bottom-${side}`);
  useEffect(() => {
    if (target === null) return undefined;
    let pointed: Element | null = null;
    let timer = 0;
    let [at, moved] = [NaN, 0];
    const rest = () => clearInterval(timer);
    const follow = () => {
      if (!pointed?.isConnected) return rest();
      const { top } = pointed.getBoundingClientRect();
      if (top === at) {
        if (Date.now() - moved > STILL_MS) rest();
        return undefined;
      }
      bringIntoView(pointed, phone);
      [at, moved] = [pointed.getBoundingClientRect().top, Date.now()];
      if (card.current) setCorner(cornerBeside(pointed, card.current, side));
      return undefined;
    };
    const point = () => {
      if (pointed?.isConnected) return;
      rest();
      pointed = document.querySelector(target);
      if (!pointed) return;
      pointed.classList.add(styles.pointed!);
      at = NaN;
      follow();
      timer = window.setInterval(follow, LOOK_MS);
    };
    point();
    const observer = new MutationObserver(point);
    observer.observe(document.body, { childList: true, subtree: true });
    for (const way of OWN_WAYS) window.addEventListener(way, rest, { passive: true });
    return () => {
      rest();
      for (const way of OWN_WAYS) window.removeEventListener(way, rest);
      observer.disconnect();
      pointed?.classList.remove(styles.pointed!);
    };
  }, [target, phone, card, side]);
  return corner;
}
