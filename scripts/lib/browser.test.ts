import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureBrowser, findBrowser, NO_BROWSER_MESSAGE } from './browser';

describe('findBrowser', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'browser-'));
    vi.stubEnv('CHROME', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  async function program(name: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o755);
    return file;
  }

  it('takes a browser from the path', async () => {
    const chrome = await program('google-chrome');
    vi.stubEnv('PATH', `/nowhere${path.delimiter}${folder}`);
    expect(findBrowser()).toBe(chrome);
  });

  it('takes what CHROME names, and nothing else', async () => {
    const mine = await program('my-browser');
    await program('chromium');
    vi.stubEnv('PATH', folder);
    vi.stubEnv('CHROME', mine);
    expect(findBrowser()).toBe(mine);
    vi.stubEnv('CHROME', path.join(folder, 'not-there'));
    expect(findBrowser()).toBeUndefined();
    expect(ensureBrowser).toThrow(NO_BROWSER_MESSAGE);
  });
});
