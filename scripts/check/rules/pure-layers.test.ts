import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { pureLayers } from './pure-layers.ts';

const lines = (path: string, text: string) => sourceFindingLines(pureLayers, { path, text });

describe('pure-layers', () => {
  it.each([
    'export const now = Date.now();',
    'export const later = new Date(0);',
    'export const luck = Math.random();',
    'setTimeout(() => undefined, 1);',
    'queueMicrotask(() => undefined);',
    'export const answer = fetch("/v1/markets");',
    'export const mode = process.env.MODE;',
    'export const elapsed = performance.now();',
    'export const id = crypto.randomUUID();',
    'export const clock = globalThis.Date;',
    'export async function settle() {}',
    'export const settle = async () => 1;',
    'export type Later = Promise<number>;',
    "import { readFileSync } from 'node:fs';",
    "import { randomBytes } from 'crypto';",
    "import { keccak256 } from 'viem';",
    'export const shorthand = { Date };',
  ])('objects to %s in the domain and in the engine', (text) => {
    expect(lines('lib/domain/clock.ts', text)).not.toEqual([]);
    expect(lines('server/engine/clock.ts', text)).not.toEqual([]);
  });

  it('says nothing about the same code elsewhere, nor in tests', () => {
    const text = 'export const now = Date.now();';
    expect(lines('server/gateway/clock.ts', text)).toEqual([]);
    expect(lines('lib/domain/clock.test.ts', text)).toEqual([]);
  });

  it('knows a property or a name of its own from a global', () => {
    const text = [
      'export type Order = { readonly process: number; fetch(): number };',
      'export const read = (order: Order) => order.process + order.fetch();',
      'export const made = { process: 1 };',
      'export function step(process: number) { return process + 1; }',
      'export const ceiling = Math.max(1, 2);',
    ].join('\n');
    expect(lines('lib/domain/clock.ts', text)).toEqual([]);
  });
});
