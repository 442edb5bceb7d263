const DIRECTIVES = [
  "default-src 'self'",
  // The wasm backend starts its threads from blobs of its own source, which they then import.
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The content security policy as a `<meta>` can carry it: nothing from another host, no inline script or style. */
export const META_POLICY = DIRECTIVES.join('; ');

/**
 * What makes the page cross-origin isolated, and with it SharedArrayBuffer and the threads of the wasm backend
 * available.
 */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** All headers that each answer of the page's server carries. */
export const SECURITY_HEADERS = {
  ...ISOLATION_HEADERS,
  'Content-Security-Policy': `${META_POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
