import { describe, expect, it } from 'vitest';
import { createPseudonyms } from './pseudonyms.ts';

const secret = new Uint8Array(32).fill(1);

describe('pseudonyms', () => {
  it('are 12 hexadecimal digits, always the same of an account', () => {
    const name = createPseudonyms(secret);
    expect(name(1)).toMatch(/^[0-9a-f]{12}$/);
    expect([name(1), createPseudonyms(secret)(1)]).toEqual([name(1), name(1)]);
  });

  it('differ between accounts, and between installations', () => {
    const name = createPseudonyms(secret);
    const other = createPseudonyms(new Uint8Array(32).fill(2));
    const names = Array.from({ length: 200 }, (_, account) => [name(account), other(account)]);
    expect(new Set(names.flat()).size).toBe(400);
  });

  it('stay the same when more accounts were named than are kept', () => {
    const name = createPseudonyms(secret);
    const first = name(0);
    for (let account = 0; account < 66_000; account += 1) name(account);
    expect(name(0)).toBe(first);
  }, 20_000);
});
