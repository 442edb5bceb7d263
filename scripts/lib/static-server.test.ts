import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveFolders } from './static-server';

describe('serveFolders', () => {
  let root: string;
  let served: Served;

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'serve-'));
    await mkdir(path.join(root, 'page/assets'), { recursive: true });
    await mkdir(path.join(root, 'page-secret'));
    await mkdir(path.join(root, 'tests'));
    await writeFile(path.join(root, 'page/index.html'), '<!doctype html>page');
    await writeFile(path.join(root, 'page/assets/a-1.wasm'), 'wasm');
    await writeFile(path.join(root, 'page-secret/key.txt'), 'secret');
    await writeFile(path.join(root, 'tests/t.html'), '<!doctype html>test');
    served = await serveFolders({ '/': path.join(root, 'page'), '/test/': path.join(root, 'tests') }, 0);
  });
  afterAll(async () => {
    await served.close();
    await rm(root, { recursive: true });
  });

  /** The status of a path sent as it is, without the tidying that fetch does. */
  function rawStatus(rawPath: string, method = 'GET'): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(served.url);
      const sent = request({ host: '127.0.0.1', port, path: rawPath, method }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
  }

  it('serves the page with the headers that isolate it and shut other hosts out', async () => {
    const response = await fetch(served.url);
    expect(await response.text()).toBe('<!doctype html>page');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('serves a second folder under its own path', async () => {
    expect(await (await fetch(`${served.url}test/t.html`)).text()).toBe('<!doctype html>test');
    expect(await rawStatus('/t.html')).toBe(404);
  });

  it('names types and keeps hashed files', async () => {
    const response = await fetch(`${served.url}assets/a-1.wasm?x=1`);
    expect(response.headers.get('content-type')).toBe('application/wasm');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('stays inside its folders', async () => {
    for (const escape of ['/../page-secret/key.txt', '/..%2fpage-secret/key.txt', '/%2e%2e/page-secret/key.txt']) {
      expect(await rawStatus(escape)).toBe(404);
    }
    expect(await rawStatus('/%E0%A4%A')).toBe(404);
    expect(await rawStatus('/index.html%00.png')).toBe(404);
    expect(await rawStatus('/assets')).toBe(404);
  });

  it('only reads', async () => {
    expect(await rawStatus('/', 'POST')).toBe(405);
    expect(await rawStatus('/', 'HEAD')).toBe(200);
  });

  it('moves on from a port in use, or says so', async () => {
    const port = Number(new URL(served.url).port);
    const next = await serveFolders({ '/': root }, port);
    expect(Number(new URL(next.url).port)).toBeGreaterThan(port);
    await next.close();
    await expect(serveFolders({ '/': root }, port, true)).rejects.toThrow(`Port ${port} is in use.`);
  });
});
