import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { OneTimeNonces } from './one-time-nonces.ts';

const VALID_MS = 300_000;

let clock: ManualClock;
let nonces: OneTimeNonces;

beforeEach(() => {
  clock = new ManualClock();
  nonces = noncesFor(100);
});

function noncesFor(maxUses: number): OneTimeNonces {
  return new OneTimeNonces({ validMs: VALID_MS, maxUses, now: clock.now });
}

function codeOf(act: () => unknown): [string, unknown] {
  try {
    act();
  } catch (error) {
    if (error instanceof ProtocolError) return [error.code, error.facts];
    throw error;
  }
  throw new Error('it was accepted');
}

describe('one-time nonces', () => {
  it('work once', () => {
    const { nonce, issuedMs, expiresMs } = nonces.issue();
    expect(nonce).toMatch(/^[0-9a-f]{60}$/);
    expect([nonces.look(nonce), expiresMs - issuedMs]).toEqual([issuedMs, VALID_MS]);
    nonces.use(nonce);
    expect(nonces.look(nonce)).toBeNull();
    expect(codeOf(() => nonces.use(nonce))).toEqual(['auth/invalid-challenge', undefined]);
  });

  it('end when they are too old, used or not', () => {
    const { nonce } = nonces.issue();
    clock.advance(VALID_MS - 1);
    expect(nonces.look(nonce)).not.toBeNull();
    clock.advance(1);
    expect(nonces.look(nonce)).toBeNull();
    expect(codeOf(() => nonces.use(nonce))[0]).toBe('auth/invalid-challenge');
  });

  it('stay used for as long as they would work, however periods fall', () => {
    for (let step = 0; step < 40; step += 1) {
      const { nonce } = nonces.issue();
      clock.advance(42_857);
      nonces.use(nonce);
      for (let later = 0; later < 9; later += 1) {
        expect(nonces.look(nonce)).toBeNull();
        clock.advance(27_271);
        nonces.use(nonces.issue().nonce);
      }
    }
  });

  it.each([
    ['another time', (nonce: string) => `f${nonce.slice(1)}`],
    ['another tag', (nonce: string) => `${nonce.slice(0, -1)}${nonce.endsWith('0') ? '1' : '0'}`],
    ['capital letters', (nonce: string) => nonce.toUpperCase().replace(/\d/g, 'A')],
    ['one digit less', (nonce: string) => nonce.slice(1)],
    ['something behind', (nonce: string) => `${nonce}\n`],
    ['nothing', () => ''],
  ])('are not taken with %s', (_name, change) => {
    const { nonce } = nonces.issue();
    expect(nonces.look(change(nonce))).toBeNull();
    expect(nonces.look(nonce)).not.toBeNull();
  });

  it('are not taken from another purpose or another run of the process', () => {
    expect(noncesFor(100).look(nonces.issue().nonce)).toBeNull();
  });

  it('are all remembered in a flood of requests, since none takes memory', () => {
    const { nonce } = nonces.issue();
    for (let count = 0; count < 20_000; count += 1) nonces.issue();
    nonces.use(nonce);
    expect(nonces.look(nonce)).toBeNull();
  });

  it('refuse further uses rather than forget one, until the period is over', () => {
    nonces = noncesFor(3);
    const used = [1, 2, 3].map(() => nonces.issue().nonce);
    for (const nonce of used) nonces.use(nonce);
    clock.advance(100_000);
    const late = nonces.issue().nonce;
    expect(codeOf(() => nonces.use(late))).toEqual(['auth/busy', { retry_after_ms: 200_000 }]);
    expect(used.map((nonce) => nonces.look(nonce))).toEqual([null, null, null]);
    clock.advance(200_000);
    nonces.use(late);
    expect(nonces.look(late)).toBeNull();
  });
});
