import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JSHandle, Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import type { GivenFile, ImportOptions } from '../src/core/own-images';
import type { WorkerClient } from '../src/worker/client';
import type { ImportReport } from '../src/worker/protocol';
import { expect, test } from './fixtures';
import { ODD_IMAGES, png, UNUSABLE_FILES } from './odd-images';

declare global {
  /** The page's worker client, there when its address has `?automation`. */
  var dcgan: WorkerClient | undefined;
}

const OPTIONS: ImportOptions = { name: 'mine', size: 16, channels: 3, fit: 'crop', background: [255, 255, 255] };

interface Given {
  path: string;
  base64: string;
}

const given = (files: Record<string, Uint8Array>): Given[] =>
  Object.entries(files).map(([name, bytes]) => ({ path: name, base64: Buffer.from(bytes).toString('base64') }));

/** Imports files in the page's worker and gives the report with the RGBA bytes and labels of the first training images. */
async function importFiles(page: Page, files: readonly Given[], options: Partial<ImportOptions> = {}) {
  const made = await page.evaluateHandle(
    (list): GivenFile[] =>
      list.map(({ path: name, base64 }) => ({
        path: name,
        file: new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]),
      })),
    files,
  );
  return importGiven(page, made, options);
}

/** Like `importFiles`, for files that are in the page. */
async function importGiven(page: Page, files: JSHandle<GivenFile[]>, options: Partial<ImportOptions> = {}) {
  return page.evaluate(
    async ([list, chosen]) => {
      const client = globalThis.dcgan!;
      const report = (await client.request('importData', { files: list, options: chosen }))!;
      if (!report.set) return { report, rgba: [], labels: [] };
      const data = { id: report.set.id, imageSize: chosen.size, channels: report.set.channels };
      await client.request('loadData', data);
      const { images, labels } = await client.request('dataImages', { ...data, label: null, first: 0, count: 64 });
      return { report, rgba: Array.from(images.rgba), labels };
    },
    [files, { ...OPTIONS, ...options }] as const,
  );
}

const reasonsOf = ({ skipped }: ImportReport) => Object.fromEntries(skipped.map((file) => [file.path, file.reason]));

test.describe('import in the worker', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('?automation&backend=cpu');
    await page.waitForFunction(() => globalThis.dcgan !== undefined);
  });

  test('every kind of picture comes in with the right pixels', async ({ page }) => {
    for (const { name, bytes, size, pixels, tolerance } of ODD_IMAGES) {
      const { report, rgba } = await importFiles(page, given({ [name]: bytes }), { size });
      expect(report.skipped, name).toEqual([]);
      for (const [x, y, ...colour] of pixels) {
        const seen = rgba.slice((y * size + x) * 4, (y * size + x) * 4 + 3);
        const off = Math.max(...seen.map((value, c) => Math.abs(value - colour[c]!)));
        expect(off, `${name} at ${x}, ${y}: ${seen.join(' ')} for ${colour.join(' ')}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  test('what cannot be read is named with its reason, in a folder as in a zip, and the rest is taken', async ({ page }) => {
    const unusable = Object.fromEntries(UNUSABLE_FILES.map(({ name, bytes }) => [name, bytes]));
    const wanted = Object.fromEntries(UNUSABLE_FILES.map(({ name, reason }) => [name, reason]));
    const files = { ...unusable, 'good.png': ODD_IMAGES[0]!.bytes };
    for (const list of [given(files), given({ 'all.zip': zipSync(files) })]) {
      const { report } = await importFiles(page, list);
      expect(reasonsOf(report)).toEqual(wanted);
      expect(report.set!.train).toBe(1);
    }
    const { report } = await importFiles(page, given({ 'a.jpg': strToU8('text') }));
    expect(report.set).toBeNull();
  });

  test('the background, the fit and grey are as asked', async ({ page }) => {
    const alpha = ODD_IMAGES.find(({ name }) => name === 'hidden-colour.png')!;
    const onBlue = await importFiles(page, given({ 'a.png': alpha.bytes }), { background: [0, 0, 255] });
    expect(onBlue.rgba.slice(0, 3)).toEqual([0, 0, 255]);
    const wide = ODD_IMAGES.find(({ name }) => name === 'very-wide.png')!;
    const padded = await importFiles(page, given({ 'a.png': wide.bytes }), { fit: 'pad', background: [1, 2, 3] });
    expect(padded.rgba.slice(0, 3)).toEqual([1, 2, 3]);
    expect(padded.rgba.slice(7 * 64, 7 * 64 + 3)).toEqual([255, 0, 0]);
    const grey = await importFiles(page, given({ 'a.bmp': ODD_IMAGES.find(({ name }) => name === 'colour.bmp')!.bytes }), { channels: 1 });
    expect(grey.rgba.slice(0, 3)).toEqual([118, 118, 118]);
  });

  test('a set is kept over a reload, counts against the quota, and can be exported and deleted', async ({ page }) => {
    const files = Object.fromEntries(ODD_IMAGES.slice(0, 8).map(({ name, bytes }, i) => [`${i % 2 ? 'odd' : 'even'}/${name}`, bytes]));
    const { report, rgba } = await importFiles(page, given(files));
    const { id } = report.set!;
    await page.evaluate((set) => globalThis.dcgan!.request('keepOwnSet', { id: set }), id);
    await page.reload();
    await page.waitForFunction(() => globalThis.dcgan !== undefined);
    const after = await page.evaluate(async (set) => {
      const client = globalThis.dcgan!;
      const list = await client.request('renameOwnSet', { id: set, name: 'holiday' });
      const data = { id: set, imageSize: 16, channels: 3 };
      await client.request('loadData', data);
      const { images } = await client.request('dataImages', { ...data, label: null, first: 0, count: 64 });
      const { file } = await client.request('exportOwnSet', { id: set });
      const again = await client.request('importData', {
        files: [{ path: 'x.npz', file }],
        options: { name: 'again', size: 16, channels: 3, fit: 'crop', background: [0, 0, 0] },
      });
      const left = await client.request('deleteOwnSet', { id: set });
      return { list, rgba: Array.from(images.rgba), again, left };
    }, id);
    expect(after.list.sets).toMatchObject([{ id, name: 'holiday', kept: true, classNames: ['even', 'odd'] }]);
    expect(after.list.quota).toBeGreaterThan(1e6);
    expect(after.rgba).toEqual(rgba);
    expect(after.again!.skipped).toEqual([]);
    expect(after.again!.set!.classNames).toEqual(['even', 'odd']);
    expect(after.left.sets.some((set) => set.id === id)).toBe(false);
  });

  test('an exceeded quota is a message', async ({ page, context }) => {
    const session = await context.newCDPSession(page);
    const { report } = await importFiles(page, given({ 'a.png': ODD_IMAGES[0]!.bytes }));
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
    const code = await page.evaluate(
      async (id) =>
        globalThis.dcgan!.request('keepOwnSet', { id }).then(
          () => 'kept',
          (error: { userMessage?: { code: string } }) => error.userMessage?.code,
        ),
      report.set!.id,
    );
    expect(code).toBe('ownQuota');
  });

  test('the folders of a tree are its classes, whether it comes as a folder or as a zip', async ({ page }, info) => {
    const classes = ['airplane', 'bird', 'cat'];
    // Each class has a red of its own, each picture a green.
    const files: Record<string, Uint8Array<ArrayBuffer>> = {};
    for (const [n, split] of ['test', 'train'].entries())
      for (const [label, name] of classes.entries())
        for (let i = 0; i < 5; i++)
          files[`${split}/${name}/${i}.png`] = png([20, 16], 8, 2, () => [100 * label, 20 * (5 * n + i), 9]);
    files['train/cat/.DS_Store'] = strToU8('Bud1');
    const folder = info.outputPath('sample');
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), bytes);
    }
    const input = await page.evaluateHandle(() => {
      const element = document.createElement('input');
      element.type = 'file';
      element.webkitdirectory = true;
      return document.body.appendChild(element);
    });
    await input.setInputFiles(folder);
    const chosen = await input.evaluateHandle((element) =>
      Array.from(element.files!, (file) => ({ path: file.webkitRelativePath, file })),
    );
    const ways = [await importGiven(page, chosen), await importFiles(page, given({ 'sample.zip': zipSync(files) }))];
    for (const { report, rgba, labels } of ways) {
      expect(Object.values(reasonsOf(report))).toEqual(['systemFile']);
      expect(report.set).toMatchObject({ classNames: classes });
      expect(report.set!.train + report.set!.heldOut).toBe(30);
      const seen = labels.map((label, i) => [label, ...rgba.slice(i * 1024, i * 1024 + 3)]);
      expect(seen).toHaveLength(report.set!.train);
      for (const [label = -1, red, green = 0, blue] of seen) expect([red, green % 20, blue]).toEqual([100 * label, 0, 9]);
      expect(new Set(seen.map(([label, , green]) => `${label} ${green}`)).size).toBe(report.set!.train);
    }
  });
});
