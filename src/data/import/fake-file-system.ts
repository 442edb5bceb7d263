interface FakeFile {
  bytes: Uint8Array<ArrayBuffer>;
  open: boolean;
}

interface FakeFolder {
  files: Map<string, FakeFile>;
  folders: Map<string, FakeFolder>;
}

const newFolder = (): FakeFolder => ({ files: new Map(), folders: new Map() });

/**
 * A stand-in, for tests in Node, for the origin private file system: what the shelf asks of it, with one synchronous
 * handle a file and a quota. `paths` lists all files.
 */
export function fakeFileSystem({ quota = Number.POSITIVE_INFINITY } = {}): FileSystemDirectoryHandle & { paths(): string[] } {
  const root = newFolder();
  const usage = (folder: FakeFolder): number =>
    [...folder.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0) +
    [...folder.folders.values()].reduce((sum, inner) => sum + usage(inner), 0);
  const refuse = (name: string) => {
    throw new DOMException('refused', name);
  };

  const fileHandle = (file: FakeFile, name: string) => ({
    kind: 'file',
    name,
    getFile: async () => new Blob([file.bytes]),
    createSyncAccessHandle: async () => {
      if (file.open) refuse('NoModificationAllowedError');
      file.open = true;
      return {
        read: (into: Uint8Array, { at = 0 }) => {
          const part = file.bytes.subarray(at, at + into.length);
          into.set(part);
          return part.length;
        },
        write: (bytes: Uint8Array, { at = 0 }) => {
          const longer = Math.max(0, at + bytes.length - file.bytes.length);
          if (usage(root) + longer > quota) refuse('QuotaExceededError');
          const grown = new Uint8Array(file.bytes.length + longer);
          grown.set(file.bytes);
          grown.set(bytes, at);
          file.bytes = grown;
          return bytes.length;
        },
        truncate: (length: number) => {
          file.bytes = file.bytes.slice(0, length);
        },
        flush: () => undefined,
        close: () => {
          file.open = false;
        },
      };
    },
  });

  const busy = (folder: FakeFolder): boolean =>
    [...folder.files.values()].some(({ open }) => open) || [...folder.folders.values()].some(busy);

  const folderHandle = (folder: FakeFolder, name: string): object => ({
    kind: 'directory',
    name,
    getDirectoryHandle: async (inner: string, { create = false } = {}) => {
      if (!folder.folders.has(inner)) {
        if (!create) refuse('NotFoundError');
        folder.folders.set(inner, newFolder());
      }
      return folderHandle(folder.folders.get(inner)!, inner);
    },
    getFileHandle: async (inner: string, { create = false } = {}) => {
      if (!folder.files.has(inner)) {
        if (!create) refuse('NotFoundError');
        folder.files.set(inner, { bytes: new Uint8Array(), open: false });
      }
      return fileHandle(folder.files.get(inner)!, inner);
    },
    removeEntry: async (inner: string) => {
      if (busy(folder.folders.get(inner) ?? newFolder())) refuse('NoModificationAllowedError');
      folder.folders.delete(inner);
      folder.files.delete(inner);
    },
    async *values() {
      for (const [inner, content] of folder.folders) yield folderHandle(content, inner);
      for (const [inner, content] of folder.files) yield fileHandle(content, inner);
    },
  });

  const pathsOf = (folder: FakeFolder, prefix: string): string[] => [
    ...[...folder.files.keys()].map((name) => prefix + name),
    ...[...folder.folders].flatMap(([name, inner]) => pathsOf(inner, `${prefix}${name}/`)),
  ];
  return Object.assign(folderHandle(root, ''), { paths: () => pathsOf(root, '') }) as FileSystemDirectoryHandle & {
    paths(): string[];
  };
}
