import { defineConfig } from '@playwright/test';
import { ensureBrowser, SOFTWARE_GPU_FLAGS } from './scripts/lib/browser';

const PORT = Number(process.env.E2E_PORT ?? 4317);
const URL = `http://localhost:${PORT}/`;

export default defineConfig({
  testDir: 'e2e',
  // Every test drives the one software GPU.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  // Generous, because the machine may have two cores and the GPU is made of software.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: URL,
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: ensureBrowser(), args: SOFTWARE_GPU_FLAGS },
  },
  projects: [
    { name: 'self-check', testMatch: 'self-check.spec.ts' },
    // Without WebGPU nothing that the others find would mean anything.
    { name: 'page', testIgnore: 'self-check.spec.ts', dependencies: ['self-check'] },
  ],
  webServer: {
    command: 'node --import tsx scripts/serve.ts --build --tests',
    env: { PORT: String(PORT) },
    url: `${URL}test/self-check.html`,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
