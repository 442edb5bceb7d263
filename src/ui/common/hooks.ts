import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { messageText, translate } from '../../i18n/text';
import type { Language, TextKey, TextParams } from '../../i18n/text';
import type { Message } from '../../core/messages';
import { preferences, session } from '../../state/app';
import type { LatentState } from '../../state/latents';
import type { Preferences } from '../../state/preferences';
import type { Slot } from '../../state/slot';
import type { AppState } from '../../state/store';

/** A part of the page's slow state; compared shallowly, so a selector may make a new object. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(session.store, useShallow(select));
}

export function usePreferences<T>(select: (state: Preferences) => T): T {
  return useStore(preferences, select);
}

export function useLatents<T>(select: (state: LatentState) => T): T {
  return useStore(session.latents, select);
}

/** A slot's value, rendered anew when it changes; for slots that change slowly or show few things. */
export function useSlot<T>(slot: Slot<T>): T {
  return useSyncExternalStore(slot.subscribe, () => slot.value);
}

/** What a component writes texts with, in the person's language. */
export interface Texts {
  language: Language;
  t: (key: TextKey, params?: TextParams) => string;
  message: (message: Message) => string;
}

/** Texts in the language of the moment. */
export function useTexts(): Texts {
  const language = usePreferences((state) => state.language);
  const t = useCallback((key: TextKey, params?: TextParams) => translate(language, key, params), [language]);
  const message = useCallback((value: Message) => messageText(language, value), [language]);
  return { language, t, message };
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Whether the page is a phone's: one column, tabs at the bottom, settings in a sheet. */
export const usePhone = () => useMedia('(width < 720px)');
/** Whether there is room for the settings beside the pictures. */
export const useWide = () => useMedia('(width >= 1200px)');

/** Device pixels to a CSS pixel, followed as the window moves between screens. */
export function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const list = matchMedia(`(resolution: ${ratio}dppx)`);
    const update = () => setRatio(devicePixelRatio);
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [ratio]);
  return ratio;
}

/** The window's height in CSS pixels, followed as it changes. */
export function useWindowHeight(): number {
  return useSyncExternalStore(subscribeToResize, () => innerHeight);
}

function subscribeToResize(listener: () => void): () => void {
  addEventListener('resize', listener);
  return () => removeEventListener('resize', listener);
}

/** An element's content size in CSS pixels, null until it is known. */
export interface Size {
  width: number;
  height: number;
}

/** Follows the size of the element that the returned function is given as `ref`. */
export function useSize(): [(element: HTMLElement | null) => (() => void) | undefined, Size | null] {
  const [size, setSize] = useState<Size | null>(null);
  const follow = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [follow, size];
}

/** Whether the page is dark now: by the person's choice, or the system's where they chose none. */
export function useDarkTheme(): boolean {
  const theme = usePreferences((state) => state.theme);
  const prefersDark = useMedia('(prefers-color-scheme: dark)');
  return theme === 'dark' || (theme === 'system' && prefersDark);
}
