import type { Language } from '../i18n/text';
import type { AppStore } from '../state/store';
import { shareUrl } from '../state/url';

/** The page's address with what is set now. */
export function currentUrl(store: AppStore, language: Language): string {
  return shareUrl(location.href, store.getState().draft, language);
}

/** Copies the page's address with its settings and shows it; where copying is refused, it is there to copy by hand. */
export async function copyShareUrl(store: AppStore, language: Language): Promise<void> {
  store.setState({ dialog: 'share', copied: await copyText(currentUrl(store, language)) });
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
