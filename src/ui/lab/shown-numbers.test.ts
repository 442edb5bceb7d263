import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const childrenOf = (node: Node): Node[] => Object.values(node).flatMap((value): unknown[] => (Array.isArray(value) ? value : [value])).filter(isNode);

/** Attributes whose text a person reads or hears, or picks from. */
const SAID = new Set(['tex', 'label', 'aria-label', 'title', 'alt', 'text', 'name', 'options', 'placeholder', 'unit', 'caption']);
/** Which arguments of a call are what is shown; of any other call, only those that belong to no method of a list or number. */
const FORMATS: Record<string, number> = { measured: 1, steady: 1, formatNumber: 1, formatFixed: 1, formatShare: 1, formatMeasure: 1 };
/** Places in a list, counting from one, the two sides of a balance, what makes a share a percentage or a pixel's level. */
const ARITHMETIC = new Set([0, 1, 100, 255]);
const COMPARED = new Set(['<', '<=', '>', '>=', '===', '!==', '%']);

const nameOf = (callee: unknown): string | null => (isNode(callee) && callee.type === 'Identifier' ? String(callee.name) : null);

/** What the names of a file stand for that are made of numbers written there. */
type Constants = ReadonlyMap<string, Node>;
const NONE: Constants = new Map();

function constantsOf(program: Node): Constants {
  const declared = childrenOf(program).flatMap((node) => (node.type === 'ExportNamedDeclaration' ? childrenOf(node) : [node]));
  const made = declared.flatMap((node) => (node.type === 'VariableDeclaration' ? (node.declarations as Node[]) : []));
  const numbers = made.filter(({ init }) => isNode(init) && isWritten(init));
  return new Map(numbers.map(({ id, init }) => [String((id as Node).name), init as Node]));
}

const isWritten = (node: Node): boolean => {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'TSAsExpression') return isWritten(node.expression as Node);
  return ['ArrayExpression', 'UnaryExpression', 'BinaryExpression'].includes(node.type) && childrenOf(node).every(isWritten);
};

/** The numbers written into what a piece of code shows: literals, and digits of its texts; not what it compares or cuts by. */
function writtenIn(node: Node, constants: Constants): string[] {
  const written = (part: Node) => writtenIn(part, constants);
  const { type } = node;
  // What is laid out in a function before it gives what is shown: where things stand, not what they say.
  if (type === 'VariableDeclaration') return childrenOf(node).flatMap((part) => writtenIn(part, NONE));
  if (type === 'TSAsExpression') return written(node.expression as Node);
  if (type === 'JSXAttribute' || type.startsWith('TS')) return [];
  if (type === 'Identifier') {
    const constant = constants.get(String(node.name));
    return constant ? written(constant) : [];
  }
  if (type === 'JSXText') return String(node.value).match(/\d+(?:[.,]\d+)*/g) ?? [];
  if (type === 'TemplateElement') return JSON.stringify(node.value).match(/\d+(?:[.,]\d+)*/g)?.filter((number) => !['0', '1', '2'].includes(number)) ?? [];
  if (type === 'Literal') {
    if (typeof node.value === 'number') return ARITHMETIC.has(node.value) ? [] : [String(node.value)];
    return typeof node.value === 'string' ? (node.value.match(/\d+(?:[.,]\d+)*/g) ?? []) : [];
  }
  if (type === 'BinaryExpression' && COMPARED.has(String(node.operator))) return [];
  if (type === 'MemberExpression') return isNode(node.object) ? written(node.object) : [];
  if (type === 'ConditionalExpression') return [node.consequent, node.alternate].filter(isNode).flatMap(written);
  if (type === 'CallExpression') {
    const name = nameOf(node.callee);
    const given = (node.arguments as unknown[]).filter(isNode);
    if (name === 't') return given.slice(1).flatMap(written);
    if (name !== null && name in FORMATS) return given.slice(0, FORMATS[name]! + 1).flatMap(written);
    // The arguments of a method cut or place; a function given to it makes what is shown.
    const functions = given.filter((argument) => argument.type === 'ArrowFunctionExpression');
    return [...(isNode(node.callee) ? written(node.callee) : []), ...(name === null ? functions : given).flatMap(written)];
  }
  return childrenOf(node).flatMap(written);
}

/** All numbers that a component's source shows without having them from elsewhere. */
function writtenNumbers(file: string, source: string): string[] {
  const found: string[] = [];
  const walk = (node: Node): void => {
    const attribute = node.type === 'JSXAttribute' && isNode(node.name) && SAID.has(String(node.name.name));
    const params = node.type === 'CallExpression' && nameOf(node.callee) === 't';
    const formatted = node.type === 'CallExpression' && (nameOf(node.callee) ?? '') in FORMATS;
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') found.push(...(node.children as Node[]).flatMap(shownOf));
    if (attribute && isNode(node.value)) found.push(...writtenIn(node.value, constants));
    if (params || formatted) found.push(...writtenIn(node, constants));
    childrenOf(node).forEach(walk);
  };
  const shownOf = (child: Node): string[] => (child.type === 'JSXText' || child.type === 'JSXExpressionContainer' ? writtenIn(child, constants) : []);
  const { program, errors } = parseSync(file, source);
  expect(errors).toEqual([]);
  const constants = constantsOf(program as unknown as Node);
  walk(program as unknown as Node);
  return [...new Set(found)];
}

describe('a number that is written into a component', () => {
  it.each([
    ['<p>about 64 of them</p>', ['64']],
    ["<p>{t('a.b1', { n: 12 })}</p>", ['12']],
    ['<p>{measured(language, 0.25)}</p>', ['0.25']],
    ['<p>{few ? 7 : count}</p>', ['7']],
    ["<b title={t('a', { n: wide ? 5 : n })} />", ['5']],
    ['<Formula tex={String.raw`x < 0.05`} />', ['0.05']],
    ['<Select options={[3, 4].map((value) => ({ value, text: `${value}` }))} />', ['3', '4']],
    ['<p>{maps.map((map) => <b>{map} of 6</b>)}</p>', ['6']],
    ['<p>{few ? LIMIT : count}</p>; const LIMIT = 2 * 25', ['2', '25']],
    ["<p>{t('a', { n: SIZES[0] })}</p>; const SIZES = [8, 16] as const", ['16', '8']],
    ["<p style={{ width: 60 }}>{t('a.1', { n: at + 1, share: share * 100 })}{steady(language, x, 3)}{list.slice(0, 5)}</p>", []],
  ] as const)('is found: %s', (source, wanted) => {
    expect(writtenNumbers('shown.tsx', `export const shown = ${source};`).toSorted()).toEqual(wanted);
  });
});

it('nothing that the Lab shows has a number written into it: all come from what was measured, or from what the core goes by', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.tsx'));
  expect(files.length).toBeGreaterThan(15);
  const found = files.flatMap((name) => writtenNumbers(name, readFileSync(new URL(name, folder), 'utf8')).map((number) => `${name}: ${number}`));
  expect(found).toEqual([]);
});
