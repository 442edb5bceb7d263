import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

/** The time in milliseconds since 1970, to half a minute, followed as it passes. */
export function useNow(): number {
  return useSyncExternalStore(tick, now);
}

const now = () => Math.ceil(Date.now() / TICK_MS) * TICK_MS;

function tick(listener: () => void): () => void {
  const timer = setInterval(listener, TICK_MS);
  return () => clearInterval(timer);
}
