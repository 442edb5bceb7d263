import type { TextKey } from '../i18n/text';

/** What there is to know of a browser in which WebGPU is missing. */
export interface BrowserFacts {
  userAgent: string;
  /** Whether the page came by https or from this machine. */
  secure: boolean;
}

type AdviceKey = Extract<TextKey, `advice.${string}`>;

/** The advice on how to get WebGPU in a browser, by what it calls itself. */
export function webgpuAdvice({ userAgent, secure }: BrowserFacts): AdviceKey {
  if (!secure) return 'advice.insecure';
  // Every browser on an iPhone or iPad is Safari inside.
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'advice.ios';
  if (/Firefox\//.test(userAgent)) return 'advice.firefox';
  if (/Android/.test(userAgent)) return 'advice.android';
  if (/Chrome\//.test(userAgent)) return /Linux|CrOS/.test(userAgent) ? 'advice.chromeLinux' : 'advice.chromeDesktop';
  if (/Macintosh.*Safari\//.test(userAgent)) return 'advice.safari';
  return 'advice.other';
}

/** The advice for the browser that shows this page. */
export function adviceHere(): AdviceKey {
  return webgpuAdvice({ userAgent: navigator.userAgent, secure: isSecureContext });
}
