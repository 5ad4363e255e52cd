import { describe, expect, it, test } from 'vitest';
import { deriveKey, revocationNonce } from './derive-key.ts';
import type { ChainKey } from './read-trading-keys.ts';

const NOW = 1_000;
const key = (changes: Partial<ChainKey>): ChainKey => ({
  address: `0x${'bb'.repeat(20)}`,
  expiry: 0,
  nonce: 0,
  formerUntil: 0,
  ...changes,
});

describe('deriveKey', () => {
  it.each([
    ['active', { expiry: NOW, nonce: 5 }],
    ['over', { expiry: NOW - 1, nonce: 5 }],
    ['ending', { nonce: 6, formerUntil: NOW + 1 }],
    ['revoked', { nonce: 6, formerUntil: NOW }],
    ['unknown', {}],
  ] as const)('is %s', (stage, changes) => {
    expect(deriveKey(key(changes), NOW)).toBe(stage);
  });
});

test.each([
  [7, 5, 7],
  [5, 7, 7],
])('at %d ms a key with nonce %d is revoked up to %d', (nowMs, nonce, revoked) => {
  expect(revocationNonce(key({ nonce }), nowMs)).toBe(revoked);
});
