import { describe, expect, it } from 'vitest';
import { Nonces } from './nonces.ts';

describe('Nonces', () => {
  it('of an account that has used none are nothing', () => {
    const nonces = new Nonces();
    expect([nonces.epoch(5), nonces.oneShotNonce(5), nonces.reserved(5)]).toEqual([0, 0, 0]);
    expect(nonces.ranges(5)).toEqual([]);
    expect(nonces.fault(5, 0, 64)).toBe('auth/nonce-not-reserved');
    nonces.forget(5, 0);
    nonces.spend(5, 64);
    expect(nonces.ranges(5)).toEqual([]);
  });

  it('are marked one by one, over both words of a range', () => {
    const nonces = new Nonces();
    expect(nonces.reserve(1, 7)).toBe(64);
    for (const nonce of [64, 95, 96, 127]) nonces.spend(1, nonce);
    expect(nonces.ranges(1)).toEqual([
      { first: 64, agent: 7, usedLow: 0x8000_0001, usedHigh: 0x8000_0001 },
    ]);
    for (const nonce of [64, 95, 96, 127])
      expect(nonces.fault(1, 7, nonce)).toBe('auth/nonce-used');
    for (const nonce of [65, 94, 97, 126]) expect(nonces.fault(1, 7, nonce)).toBeNull();
  });

  it.each([
    [-1, 'auth/nonce-not-reserved'],
    [0, 'auth/nonce-not-reserved'],
    [63, 'auth/nonce-not-reserved'],
    [64, 'auth/nonce-used'],
    [127, 'auth/nonce-used'],
    [128, null],
    [191, null],
    [192, 'auth/nonce-not-reserved'],
    [2 ** 48 - 1, 'auth/nonce-not-reserved'],
  ])(
    'below the first range, in a closed one, an open one, beyond them: %s is %s',
    (nonce, code) => {
      const nonces = new Nonces();
      nonces.reserve(1, 0);
      nonces.reserve(1, 3);
      nonces.forget(1, 0);
      expect(nonces.fault(1, 3, nonce)).toBe(code);
    },
  );

  it('are those of each account', () => {
    const nonces = new Nonces();
    nonces.reserve(1, 0);
    nonces.setEpoch(1, 3);
    nonces.spendOneShot(1, 9);
    expect([nonces.epoch(2), nonces.oneShotNonce(2), nonces.reserved(2)]).toEqual([0, 0, 0]);
    expect(nonces.reserve(2, 0)).toBe(64);
  });

  it('that are put back are a copy', () => {
    const nonces = new Nonces();
    const range = { first: 64, agent: 0, usedLow: 0, usedHigh: 0 };
    nonces.restore(1, { epoch: 2, oneShot: 5, reserved: 1, ranges: [range] });
    nonces.spend(1, 64);
    expect(range.usedLow).toBe(0);
    expect([nonces.epoch(1), nonces.oneShotNonce(1), nonces.reserved(1)]).toEqual([2, 5, 1]);
    expect(nonces.reserve(1, 0)).toBe(128);
  });
});
