import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SECURITY_HEADERS } from './headers';

/** Folders to serve, by the URL path they appear under; `/` is the page itself. */
export type Mounts = Record<string, string>;

/** A running server and the address to open. */
export interface Served {
  url: string;
  close: () => Promise<void>;
}

const HOST = '127.0.0.1';
const PORTS_TO_TRY = 50;

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Serves static files on the local machine. `port` 0 takes any free one; another that is in use gives way to the next
 * free one, unless `exact`.
 */
export async function serveFolders(mounts: Mounts, port: number, exact = false): Promise<Served> {
  const server = createServer((request, response) => {
    answer(mounts, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const found = await listen(server, port, exact ? 1 : PORTS_TO_TRY);
  return {
    url: `http://localhost:${found}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, first: number, tries: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, HOST, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      if (port + 1 >= first + tries) throw new Error(`Port ${first} is in use.`, { cause: error });
    }
  }
}

async function answer(mounts: Mounts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response.setHeader('Allow', 'GET, HEAD'), 405, 'Method not allowed');
  }
  const file = await findFile(mounts, request.url ?? '/');
  if (!file) return refuse(response, 404, 'Not found');
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': TYPES[path.extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.bytes,
    // Names under assets/ carry a hash of their content.
    'Cache-Control': file.path.includes(`${path.sep}assets${path.sep}`) ? 'max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file.path).on('error', (error) => response.destroy(error)).pipe(response);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${words}\n`);
}

async function findFile(mounts: Mounts, url: string): Promise<{ path: string; bytes: number } | undefined> {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined; // not a URL that names anything
  }
  const prefix = Object.keys(mounts)
    .filter((mount) => pathname.startsWith(mount))
    .reduce((longest, mount) => (mount.length > longest.length ? mount : longest), '');
  const folder = mounts[prefix];
  if (folder === undefined || pathname.includes('\0')) return undefined;
  const file = path.join(folder, pathname.slice(prefix.length), pathname.endsWith('/') ? 'index.html' : '');
  if (!file.startsWith(path.join(folder, path.sep))) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? { path: file, bytes: found.size } : undefined;
}
