import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settlementVectors, VECTORS_FILE } from './settlement-vectors.ts';

describe('the vectors that forge checks the contract with', () => {
  it('are what TypeScript computes now', () => {
    // When structs or rounding change: npm run vectors, and forge test.
    expect(readFileSync(VECTORS_FILE, 'utf8')).toBe(settlementVectors());
  });
});
