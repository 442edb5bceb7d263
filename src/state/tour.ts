import { createStore } from 'zustand/vanilla';
import { TOUR } from '../core/lessons';
import { showHome } from './lab-page';
import type { Session } from './session';

/** At which stop the tour is, counted from 0; null when nobody takes it. */
export const tour = createStore<{ stop: number | null }>()(() => ({ stop: null }));

/** Goes to a stop and to where it is on the page; past the last one the tour ends. */
export function goToStop(session: Pick<Session, 'show'>, stop: number): void {
  const found = TOUR[stop];
  tour.setState({ stop: found ? stop : null });
  if (found) showHome(session, found);
}
