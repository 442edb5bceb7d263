import { test as base, expect } from '@playwright/test';

/** What a test may add to its own set-up. */
interface Fixtures {
  /** Console errors that a test brings about on purpose; all others fail it. */
  allowedErrors: readonly RegExp[];
  /** What went wrong in the browser so far, in words; must be empty at the end of a test. */
  problems: string[];
}

/**
 * Playwright's `test`, made strict: a console error, an uncaught error (workers included) or a request to another host
 * fails the test it happens in.
 */
export const test = base.extend<Fixtures>({
  allowedErrors: [[], { option: true }],
  problems: [
    async ({ context, baseURL, allowedErrors }, use) => {
      const problems: string[] = [];
      const report = (kind: string, text: string): void => {
        if (!allowedErrors.some((allowed) => allowed.test(text))) problems.push(`${kind}: ${text}`);
      };
      context.on('console', (message) => {
        if (message.type() === 'error') report('console error', `${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => report('uncaught error', String(error.error().stack ?? error.error())));
      context.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        const elsewhere = /^(https?|wss?):$/.test(protocol) && host !== new URL(baseURL ?? '').host;
        if (elsewhere) report('request to another host', request.url());
      });
      await use(problems);
      expect(problems, 'nothing goes wrong in the browser').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
