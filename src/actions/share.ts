import { labPage } from '../state/lab-page';
import type { Session } from '../state/session';
import type { Lesson } from '../state/lesson';
import type { Language } from '../i18n/text';
import { shareUrl } from '../state/url';
import type { SharedAddress } from '../state/url';

/** The page's address with all that is set up now, and with a lesson; null where that is too long for an address. */
export function currentUrl(
  { store, latents }: Pick<Session, 'store' | 'latents'>,
  language: Language,
  lesson: Lesson | null = store.getState().lesson,
): SharedAddress | null {
  const { draft, view, layer } = store.getState();
  const { pins } = latents.getState();
  return shareUrl(location.href, { draft, language, view, page: labPage.getState().page, layer, pins, lesson });
}

/** Copies the page's address with what is set up and shows it; where copying is refused, it is there to copy by hand. */
export async function copyShareUrl(session: Pick<Session, 'store' | 'latents'>, language: Language): Promise<void> {
  const address = currentUrl(session, language);
  session.store.setState({ dialog: 'share', copied: address !== null && (await copyText(address.href)) });
}

/** Puts a text on the clipboard; false where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard on insecure pages, or no permission; the caller shows the text instead.
    return false;
  }
}
