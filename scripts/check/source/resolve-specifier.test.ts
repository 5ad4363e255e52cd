import { expect, it } from 'vitest';
import { resolveSpecifier } from './resolve-specifier.ts';

it.each([
  ['#lib/domain/fee.ts', { kind: 'file', path: 'lib/domain/fee.ts' }],
  ['./fee.ts', { kind: 'file', path: 'server/engine/fee.ts' }],
  ['../main.ts', { kind: 'file', path: 'server/main.ts' }],
  ['node:fs/promises', { kind: 'builtin', name: 'node:fs/promises' }],
  ['crypto', { kind: 'builtin', name: 'node:crypto' }],
  ['viem', { kind: 'package', name: 'viem' }],
  ['viem/chains', { kind: 'package', name: 'viem' }],
  ['@tanstack/react-query', { kind: 'package', name: '@tanstack/react-query' }],
  ['@noble/hashes/sha3', { kind: 'package', name: '@noble/hashes' }],
])('resolves %s', (specifier, target) => {
  expect(resolveSpecifier('server/engine/match.ts', specifier)).toEqual(target);
});
