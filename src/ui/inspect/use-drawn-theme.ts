import { useSyncExternalStore } from 'react';
import type { Theme } from './colour-scale';

/**
 * The theme that the page is drawn in. It follows what the person chose by a moment: a canvas that is painted any sooner
 * reads the colours of the theme before.
 */
export function useDrawnTheme(): Theme {
  return useSyncExternalStore(subscribe, () => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'));
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
