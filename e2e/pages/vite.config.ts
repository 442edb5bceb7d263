import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';

const FOLDER = import.meta.dirname;

// Each page of this folder becomes a page under /test/: a way for the e2e tests to run parts of src/ in a real browser.
export default defineConfig({
  root: FOLDER,
  base: './',
  publicDir: false,
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: path.join(FOLDER, '../../dist-test'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: readdirSync(FOLDER)
        .filter((name) => name.endsWith('.html'))
        .map((name) => path.join(FOLDER, name)),
    },
  },
});
