import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = import.meta.dirname;

/**
 * Who may import whom, in the order of the design: the worker's side from `core` up to `trainer`, the page's
 * from `protocol` up to `main`. A layer may import itself and what is listed.
 */
const MODEL = ['core', 'codecs', 'gpu', 'data'];
const MEASURE = [...MODEL, 'model'];
const STUDY = [...MEASURE, 'measure'];
const CLIENT = ['core', 'protocol'];
const STATE = [...CLIENT, 'codecs', 'i18n', 'client'];
const LAW: Record<string, readonly string[]> = {
  core: [],
  codecs: ['core'],
  gpu: ['core'],
  // Importing images of all kinds takes decoders; no codec knows of a data set.
  data: ['core', 'codecs'],
  model: MODEL,
  measure: MEASURE,
  train: STUDY,
  explore: STUDY,
  inspect: STUDY,
  trainer: [...STUDY, 'train', 'explore', 'inspect', 'protocol'],
  protocol: ['core'],
  client: CLIENT,
  i18n: ['core'],
  state: STATE,
  actions: [...STATE, 'state'],
  ui: [...STATE, 'state', 'actions'],
  main: [...STATE, 'state', 'actions', 'ui'],
};

/** A module's layer: its folder, but for the worker's, where three sides meet. */
function layerOf(module: string): string {
  const [folder, file] = module.split('/');
  if (file === undefined) return module.replace(/\.tsx?$/, '');
  if (folder !== 'worker') return folder!;
  const name = file.replace(/\.ts$/, '');
  if (name.endsWith('protocol')) return 'protocol';
  return name === 'client' ? name : 'trainer';
}

interface Import {
  /** A module of ours by its path below src, or a package's name. */
  target: string;
  ours: boolean;
  /** Gone when compiled. */
  typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[\w$*{},\s]+?\sfrom\s+)?(['"])([^'"]+)\2/gm;
const DYNAMIC = /\bimport\(\s*(['"])([^'"]+)\1/g;
const ASSET = /\.(css|svg|png|wasm|json|woff2)$/;

/** The imports of a module's text; `module` is its path below src. */
function importsOf(module: string, text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, , source]) => ({ source: source!, type }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, , source]) => ({ source: source!, type: undefined }));
  return [...statements, ...dynamic].flatMap(({ source, type }): Import[] => {
    const typeOnly = type !== undefined;
    const bare = source.replace(/\?.*$/, '');
    if (!bare.startsWith('.')) return [{ target: bare, ours: false, typeOnly }];
    const target = path.posix.join(path.posix.dirname(module), bare);
    return ASSET.test(target) ? [] : [{ target: resolve(target), ours: true, typeOnly }];
  });
}

function resolve(target: string): string {
  const candidates = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`];
  return (
    candidates.find((candidate) => /\.tsx?$/.test(candidate) && existsSync(path.join(SRC, candidate))) ??
    target
  );
}

const ALL = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
/** Every module but the tests, with what it imports. */
const MODULES = new Map(
  ALL.filter((file) => !/\.test\.tsx?$/.test(file)).map((file) => [
    file,
    importsOf(file, readFileSync(path.join(SRC, file), 'utf8')),
  ]),
);

/** Modules and packages that are there when `module` runs, itself included. */
function runtimeOf(module: string, seen = new Set<string>()): Set<string> {
  seen.add(module);
  for (const { target, typeOnly } of MODULES.get(module) ?? [])
    if (!typeOnly && !seen.has(target)) runtimeOf(target, seen);
  return seen;
}

/** What each module imports that `forbidden` picks, as lines of text. */
function breaches(forbidden: (module: string, imported: Import) => boolean): string[] {
  return [...MODULES].flatMap(([module, imports]) =>
    imports
      .filter((imported) => forbidden(module, imported))
      .map(({ target }) => `${module} imports ${target}`),
  );
}

const isTfjs = (name: string) => name.startsWith('@tensorflow/');
/** React, and what cannot run without it. */
const isReact = (name: string) =>
  /^(react|react-dom|@base-ui\/react|lucide-react|zundo|zustand)(\/|$)/.test(name) &&
  name !== 'zustand/vanilla';

describe('the import law', () => {
  it('knows every module and every layer', () => {
    expect([...MODULES.keys()].filter((module) => !Object.hasOwn(LAW, layerOf(module)))).toEqual([]);
    expect(breaches((_, { target, ours }) => ours && !MODULES.has(target))).toEqual([]);
  });

  it('lets a layer import only itself and those below it', () => {
    expect(
      breaches((module, { target, ours }) => {
        const [from, to] = [layerOf(module), layerOf(target)];
        return ours && from !== to && !LAW[from]!.includes(to);
      }),
    ).toEqual([]);
  });

  it('keeps the core to itself and pure-rand', () => {
    const allowed = (name: string) => name === 'pure-rand' || name.startsWith('pure-rand/');
    expect(
      breaches((module, { target, ours }) => layerOf(module) === 'core' && !ours && !allowed(target)),
    ).toEqual([]);
  });

  it('keeps tfjs to the layers that compute', () => {
    const computing = ['gpu', 'model', 'measure', 'train', 'explore', 'inspect', 'trainer'];
    expect(breaches((module, { target }) => isTfjs(target) && !computing.includes(layerOf(module)))).toEqual(
      [],
    );
  });

  it('keeps React to the page', () => {
    const page = ['state', 'actions', 'ui', 'main'];
    expect(breaches((module, { target }) => isReact(target) && !page.includes(layerOf(module)))).toEqual([]);
  });

  it('keeps React out of all that the worker runs, and tfjs out of all that the page runs', () => {
    const worker = runtimeOf('worker/trainer.worker.ts');
    const page = runtimeOf('main.tsx');
    expect(worker.size).toBeGreaterThan(20);
    expect(page.size).toBeGreaterThan(20);
    expect([...worker].filter(isReact)).toEqual([]);
    expect([...page].filter(isTfjs)).toEqual([]);
  });

  it('keeps the protocol to types', () => {
    expect(MODULES.get('worker/protocol.ts')!.filter(({ typeOnly }) => !typeOnly)).toEqual([]);
    const text = readFileSync(path.join(SRC, 'worker/protocol.ts'), 'utf8');
    expect(text).not.toMatch(/^export (?!type |interface )/m);
  });
});

describe('the reading of import lines', () => {
  it('sees every form', () => {
    const text = [
      "import { a } from './config';",
      "import type { B } from './settings';",
      'import {',
      '  c,',
      '  type D,',
      "} from '../gpu/backend';",
      "import * as tf from '@tensorflow/tfjs';",
      'import React from "react";',
      "import './base.css';",
      "import url from '../data/readme.json?url';",
      "export { e } from './random';",
      "export * from './images';",
      "const f = await import('../model/pair');",
      "export const g = 'from here';",
      "// an import from './nowhere' in a comment",
    ].join('\n');
    const found = importsOf('core/test.ts', text);
    expect(found.map(({ target }) => target)).toEqual([
      'core/config.ts',
      'core/settings.ts',
      'gpu/backend.ts',
      '@tensorflow/tfjs',
      'react',
      'core/random.ts',
      'core/images.ts',
      'model/pair.ts',
    ]);
    expect(found.filter(({ typeOnly }) => typeOnly).map(({ target }) => target)).toEqual([
      'core/settings.ts',
    ]);
  });

  it('finds as many as there are lines that end in a module name', () => {
    for (const [module, imports] of MODULES) {
      const text = readFileSync(path.join(SRC, module), 'utf8');
      const lines = text.match(/^(import|export|\}).* from '[^']+';$|^import '[^']+';$/gm) ?? [];
      const assets = lines.filter((line) => /'\.[^']*\.(css|svg|png|wasm|json|woff2)(\?\w+)?';$/.test(line));
      const dynamic = text.match(DYNAMIC) ?? [];
      expect(`${module}: ${imports.length}`).toBe(
        `${module}: ${lines.length - assets.length + dynamic.length}`,
      );
    }
  });
});
