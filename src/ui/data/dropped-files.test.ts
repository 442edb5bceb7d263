import { describe, expect, it } from 'vitest';
import { filesOf, listenForImages, nameOf } from './dropped-files';

const file = (name: string) => new File(['x'], name);
/** A file in a folder, as a drag carries it; null is one that cannot be reached. */
const fileEntry = (fullPath: string, content: File | null) => ({
  isDirectory: false,
  fullPath,
  file: (give: (file: File) => void, refuse: () => void) => (content ? give(content) : refuse()),
});
/** A folder, whose entries come a few at a time; null is one that cannot be read. */
const folderEntry = (fullPath: string, parts: readonly unknown[][] | null) => ({
  isDirectory: true,
  fullPath,
  createReader: () => {
    const left = [...(parts ?? [])];
    return { readEntries: (give: (entries: unknown[]) => void, refuse: () => void) => (parts ? give(left.shift() ?? []) : refuse()) };
  },
});

function transferOf(items: readonly { entry?: unknown; file?: File }[], types = ['Files']): DataTransfer {
  const list = items.map((item) => ({ webkitGetAsEntry: () => item.entry ?? null, getAsFile: () => item.file ?? null }));
  return { items: list, types } as unknown as DataTransfer;
}

describe('dropped files', () => {
  it('are single ones and those of folders at any depth with their paths, and those out of reach by name', async () => {
    const pets = folderEntry('/pets', [
      [folderEntry('/pets/cats', [[fileEntry('/pets/cats/1.png', file('1.png'))], [fileEntry('/pets/cats/2.png', null)]])],
      [folderEntry('/pets/locked', null)],
    ]);
    const given = await filesOf(transferOf([{ entry: pets }, { file: file('alone.png') }]));
    expect(given.map(({ path, file: content }) => [path, content && (content as File).name])).toEqual([
      ['pets/cats/1.png', '1.png'],
      ['pets/cats/2.png', null],
      ['pets/locked', null],
      ['alone.png', 'alone.png'],
    ]);
    expect(nameOf(given, 'dropped')).toBe('pets');
    expect(nameOf(given.slice(3), 'dropped')).toBe('alone');
    expect(nameOf([], 'dropped')).toBe('dropped');
  });

  it('are taken wherever nothing else takes them, and nothing but files is', async () => {
    const page = new EventTarget();
    const taken: string[][] = [];
    const stop = listenForImages(page as Window, (files) => void files.then((list) => taken.push(list.map(({ path }) => path))));
    const drop = (transfer: DataTransfer | null) => {
      const event = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: transfer });
      page.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(drop(transferOf([{ file: file('a.png') }]))).toBe(true);
    expect(drop(transferOf([], ['text/plain']))).toBe(false);
    expect(drop(null)).toBe(false);
    const elsewhere = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: transferOf([{ file: file('b.png') }]) });
    elsewhere.preventDefault();
    page.dispatchEvent(elsewhere);
    stop();
    expect(drop(transferOf([{ file: file('c.png') }]))).toBe(false);
    await Promise.resolve();
    await Promise.resolve();
    expect(taken).toEqual([['a.png']]);
  });
});
