import styles from './light.module.css';

/** How long a place is lit, and how long it is waited for while its view is loaded, in milliseconds. */
const LIT_MS = 4000;
const WAIT_MS = 10_000;

let putOut: (() => void) | null = null;

/** Lights the place that a CSS selector finds, as soon as it is there, and brings it into view; what was lit before goes out. */
export function light(selector: string): void {
  putOut?.();
  let lit: Element | null = null;
  let timer = 0;
  const observer = new MutationObserver(() => find());
  const end = () => {
    clearTimeout(timer);
    observer.disconnect();
    lit?.classList.remove(styles.lit!);
  };
  const find = () => {
    lit = document.querySelector(selector);
    if (!lit) return;
    observer.disconnect();
    lit.classList.add(styles.lit!);
    lit.scrollIntoView({ block: 'nearest' });
    clearTimeout(timer);
    timer = window.setTimeout(end, LIT_MS);
  };
  putOut = end;
  timer = window.setTimeout(end, WAIT_MS);
  observer.observe(document.body, { childList: true, subtree: true });
  find();
}
