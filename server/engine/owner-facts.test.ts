import { describe, expect, it } from 'vitest';
import { MOST_KEY_FACTS, OwnerFacts } from './owner-facts.ts';

const OWNER = '0xa';

/** As many keys as are remembered, with nonces 11, 12, … */
function full(): OwnerFacts {
  const facts = new OwnerFacts();
  for (let at = 1; at <= MOST_KEY_FACTS; at += 1) {
    facts.note(OWNER, { key: `0x${100 + at}`, nonce: 10 + at, ended: false });
  }
  return facts;
}

describe('OwnerFacts', () => {
  it('knows nothing of anybody, and forgets who has nothing left', () => {
    const facts = new OwnerFacts(1);
    expect(facts.of(OWNER)).toEqual({ epoch: 0, skipped: 0, voids: [], keyFloor: 0, keys: [] });
    facts.set(OWNER, { voids: [] });
    expect([facts.has(OWNER), facts.isFull]).toEqual([false, false]);
    facts.set(OWNER, { epoch: 1 });
    expect([facts.has(OWNER), facts.isFull]).toEqual([true, true]);
    facts.set(OWNER, { epoch: 0 });
    expect([facts.has(OWNER), facts.isFull, [...facts.owners()]]).toEqual([false, false, []]);
  });

  it('keeps the highest nonce of a key; of one nonce its end', () => {
    const facts = new OwnerFacts();
    const note = (nonce: number, ended: boolean) => facts.note(OWNER, { key: 'k', nonce, ended });
    note(5, false);
    note(4, true);
    expect(facts.of(OWNER).keys).toEqual([{ key: 'k', nonce: 5, ended: false }]);
    expect([4, 5, 6].map((nonce) => facts.isOvertaken(OWNER, { key: 'k', nonce }))).toEqual([
      ...[true, false, false],
    ]);
    note(5, true);
    note(5, false);
    expect([4, 5, 6].map((nonce) => facts.isOvertaken(OWNER, { key: 'k', nonce }))).toEqual([
      ...[true, true, false],
    ]);
    expect([facts.floor(OWNER, 'k'), facts.floor(OWNER, 'l'), facts.floor('0xb', 'k')]).toEqual([
      ...[5, 0, 0],
    ]);
  });

  it('says nothing of a key with nonce 0', () => {
    const facts = new OwnerFacts();
    facts.note(OWNER, { key: 'k', nonce: 0, ended: true });
    expect(facts.has(OWNER)).toBe(false);
  });

  it('makes the lowest nonce that of all keys when it would know too many', () => {
    const facts = full();
    expect(facts.of(OWNER)).toMatchObject({ keyFloor: 0, keys: { length: MOST_KEY_FACTS } });
    facts.note(OWNER, { key: '0x99', nonce: 500, ended: true });
    expect(facts.of(OWNER)).toMatchObject({ keyFloor: 11, keys: { length: MOST_KEY_FACTS } });
    expect([facts.floor(OWNER, '0x101'), facts.floor(OWNER, 'unknown')]).toEqual([11, 11]);
    expect(facts.floor(OWNER, '0x102')).toBe(12);
  });

  it('drops the new one itself where its nonce is the lowest', () => {
    const facts = full();
    facts.note(OWNER, { key: '0x99', nonce: 3, ended: true });
    expect(facts.of(OWNER)).toMatchObject({ keyFloor: 3, keys: { length: MOST_KEY_FACTS } });
    facts.note(OWNER, { key: '0x98', nonce: 3, ended: true });
    expect(facts.of(OWNER).keyFloor).toBe(3);
  });

  it('drops all that have the lowest nonce at once', () => {
    const facts = new OwnerFacts();
    for (let at = 0; at <= MOST_KEY_FACTS; at += 1) {
      facts.note(OWNER, { key: `0x${100 + at}`, nonce: 7, ended: false });
    }
    expect(facts.of(OWNER)).toMatchObject({ keyFloor: 7, keys: [] });
  });
});
