import { describe, expect, it } from 'vitest';
import { webgpuAdvice } from './browser-advice';

const agents = {
  'advice.chromeLinux': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  'advice.chromeDesktop':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0 Safari/537.36 Edg/112.0',
  'advice.android':
    'Mozilla/5.0 (Linux; Android 11; Pixel 4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36',
  'advice.firefox': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0',
  'advice.safari': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15',
  'advice.ios':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1',
  'advice.other': 'Lynx/2.9.0',
} as const;

describe('webgpuAdvice', () => {
  it('knows the browser and the system', () => {
    for (const [key, userAgent] of Object.entries(agents)) expect(webgpuAdvice({ userAgent, secure: true })).toBe(key);
  });

  it('names the page first where the page is the reason', () => {
    expect(webgpuAdvice({ userAgent: agents['advice.firefox'], secure: false })).toBe('advice.insecure');
  });
});
