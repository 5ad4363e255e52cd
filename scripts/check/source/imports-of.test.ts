import { expect, it } from 'vitest';
import { importsOf } from './imports-of.ts';
import { parseSource } from './source-file.ts';

const imports = (text: string) =>
  importsOf(parseSource('lib/a.ts', text)).map(({ specifier, names, typeOnly, reExport }) => ({
    specifier,
    names,
    typeOnly,
    reExport,
  }));

const plain = { typeOnly: false, reExport: false };

it.each([
  ["import { b, type C } from './b.ts';", { specifier: './b.ts', names: ['b', 'C'], ...plain }],
  [
    "import type { C } from './b.ts';",
    { specifier: './b.ts', names: ['C'], ...plain, typeOnly: true },
  ],
  ["import b from './b.ts';", { specifier: './b.ts', names: ['default'], ...plain }],
  ["import * as b from './b.ts';", { specifier: './b.ts', names: '*', ...plain }],
  ["import './b.css';", { specifier: './b.css', names: '*', ...plain }],
  ["export { b } from './b.ts';", { specifier: './b.ts', names: ['b'], ...plain, reExport: true }],
  ["export * from './b.ts';", { specifier: './b.ts', names: '*', ...plain, reExport: true }],
  ["await import('./b.ts');", { specifier: './b.ts', names: '*', ...plain }],
  ["type B = import('./b.ts').B;", { specifier: './b.ts', names: '*', ...plain, typeOnly: true }],
  ["vi.mock('./b.ts');", { specifier: './b.ts', names: '*', ...plain }],
  ["new URL('./b.ts', import.meta.url);", { specifier: './b.ts', names: '*', ...plain }],
])('sees %s', (text, reference) => {
  expect(imports(text)).toEqual([reference]);
});

it('does not take addresses and other calls for imports', () => {
  expect(imports("new URL('../data/', import.meta.url);")).toEqual([]);
  expect(imports("new URL('https://a.b', base);\nvi.fn('./b.ts');\nload('./b.ts');")).toEqual([]);
});
