import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/**
 * Calls that give zeros silently or lose the device on some GPUs, because tfjs reads through a canvas or
 * blocks: values are read with `data()` instead.
 */
const FORBIDDEN = /\.\s*(dataSync|arraySync|bufferSync|print)\s*\(|\bbrowser\s*\.\s*draw\b/;

it('reads nothing back synchronously and draws nothing through tfjs', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && path.basename(file) !== 'forbidden.test.ts',
  );
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    readFileSync(path.join(import.meta.dirname, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (FORBIDDEN.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

it.each([
  'const x = t.dataSync();',
  't.arraySync( )',
  'a.bufferSync()',
  'loss.print();',
  'tf.browser.draw(image, canvas)',
  'browser . draw',
])('would find %s', (line) => {
  expect(line).toMatch(FORBIDDEN);
});

it.each(['await t.data()', 'printing(x)', 'tf.browser.fromPixels(x)', 'window.print'])(
  'lets %s pass',
  (line) => {
    expect(line).not.toMatch(FORBIDDEN);
  },
);
