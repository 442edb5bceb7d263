import { createServer } from 'vite';
import type { ViteDevServer } from 'vite';
import { expect, test } from './fixtures';
import { openPage, reachStep, watchTraffic } from './page';

const PORT = 4319;

test.use({ baseURL: `http://localhost:${PORT}/` });

let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({ logLevel: 'error', server: { port: PORT, strictPort: true, hmr: false } });
  await server.listen();
  // The first request makes the dependencies ready, after which a page may reload; ours begins when that is over.
  await server.warmupRequest('/src/main.tsx');
  await server.waitForRequestsIdle();
});

test.afterAll(() => server.close());

// Only a development build mounts everything twice under StrictMode.
test('React mounting everything twice makes one worker, one run and one loop', async ({ page }) => {
  const traffic = await watchTraffic(page);
  await openPage(page, './?backend=cpu#preset=tiny&baseFilters=1&batchSize=2');
  await page.getByRole('button', { name: 'Train', exact: true }).dblclick();
  await reachStep(page, 1);
  expect(await traffic.workers()).toBe(1);
  const names = await traffic.names();
  for (const once of ['connect', 'createRun', 'train'])
    expect(names.filter((name) => name === once), once).toHaveLength(1);
});
