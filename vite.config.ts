import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { ISOLATION_HEADERS, META_POLICY } from './scripts/lib/headers.ts';

/** Writes the content security policy into the built page, for hosts that send no header of ours. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * The wasm backend starts each thread from the source text of the function that makes its module, so that function
 * must not reach for names around it. Its one such name guards itself by `typeof`, which a minifier that sees the
 * declaration takes away; no script directory is needed, as all paths are given.
 */
function selfContainedThreads(): Plugin {
  return {
    name: 'self-contained-threads',
    transform: {
      filter: { id: /tfjs-backend-wasm-threaded-simd\.js$/ },
      handler(code) {
        const contained = code.replace('function(WasmBackendModuleThreadedSimd) {', '$& var _scriptDir;');
        if (contained === code) this.error('The factory of the wasm backend was not found.');
        return { code: contained, map: null };
      },
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  worker: { format: 'es', plugins: () => [selfContainedThreads()] },
  build: {
    target: 'es2023',
    // The content security policy lets fonts come from the page's own address only, never from data in a style sheet.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 2000,
    // The worker is built within a plugin, which is slow by nature.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS },
});
