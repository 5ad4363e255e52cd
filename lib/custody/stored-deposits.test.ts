import { describe, expect, it } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import type { TextStorage } from '#lib/swap/stored-list.ts';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import type { KeptDeposit } from './deposit-session.ts';
import { depositsKey, mayHaveDeposit } from './may-have-deposit.ts';
import { storedDeposits } from './stored-deposits.ts';

const HASH: Hash = `0x${'aa'.repeat(32)}`;
const FASTER: Hash = `0x${'bb'.repeat(32)}`;
const ALICE = `0x${'A1'.repeat(20)}` as const;
const BOB = `0x${'b0'.repeat(20)}` as const;
const choice = sampleChoice('LETH');

const deposit = (hash: Hash): KeptDeposit => ({
  order: { choice, amount: 2n ** 60n * choice.unit, quanta: 2 ** 60, approval: 'permit' },
  sent: {
    hash,
    call: { from: ALICE, nonce: 7, to: BOB, value: 0n, input: '0x12ab', sinceBlock: 2n ** 70n },
  },
});

function browser(now = () => 1_000) {
  const texts = new Map<string, string>();
  const storage: TextStorage = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => texts.set(key, text),
  };
  const keeperOf = (chainId: number) =>
    storedDeposits({ storage, chainId, choices: [choice], now });
  return { texts, storage, keeper: keeperOf(1337), keeperOf };
}

describe('deposits that are under way', () => {
  it('come back as they were, of the account and chain that they are of', () => {
    const { keeper, keeperOf } = browser();
    keeper.put(ALICE, deposit(HASH), HASH);
    expect(keeper.all(ALICE)).toEqual([deposit(HASH)]);
    expect(keeper.all('0xa1'.padEnd(42, 'a1') as typeof ALICE)).toEqual([deposit(HASH)]);
    expect(keeper.all(BOB)).toEqual([]);
    expect(keeperOf(96369).all(ALICE)).toEqual([]);
  });

  it('take the place of what they were, and leave alone what another tab keeps', () => {
    const { keeper } = browser();
    const other: Hash = `0x${'cc'.repeat(32)}`;
    keeper.put(ALICE, deposit(other), other);
    keeper.put(ALICE, deposit(HASH), HASH);
    keeper.put(ALICE, deposit(FASTER), HASH);
    expect(keeper.all(ALICE).map(({ sent }) => sent.hash)).toEqual([FASTER, other]);
    keeper.drop(ALICE, FASTER);
    expect(keeper.all(ALICE).map(({ sent }) => sent.hash)).toEqual([other]);
  });

  it('are forgotten after a day, counted from when they were sent first', () => {
    let time = 0;
    const { keeper } = browser(() => time);
    keeper.put(ALICE, deposit(HASH), HASH);
    time = 86_399_999;
    keeper.put(ALICE, deposit(FASTER), HASH);
    expect(keeper.all(ALICE)).toHaveLength(1);
    time = 86_400_000;
    expect(keeper.all(ALICE)).toEqual([]);
  });

  it.each([
    ['no list', '{"hash":1}'],
    ['no JSON', '"hash"'],
    ['an item of another form', '[{"hash":"0x12"}]'],
    ['an amount that is no number', '[{"hash":"0x1","amount":"1e3"}]'],
  ])('are none where the storage holds %s', (_, text) => {
    const { keeper, texts } = browser();
    texts.set(depositsKey({ chainId: 1337, account: ALICE }), text);
    expect(keeper.all(ALICE)).toEqual([]);
  });

  it('are left out when their asset is gone, or they are no multiple of its unit', () => {
    const { keeper, storage } = browser();
    keeper.put(ALICE, deposit(HASH), HASH);
    const others = [sampleChoice('LBTC')];
    const options = { storage, chainId: 1337, now: () => 1_000 };
    expect(storedDeposits({ ...options, choices: others }).all(ALICE)).toEqual([]);
    const coarser = [{ ...choice, unit: 3n * 10n ** 10n }];
    expect(storedDeposits({ ...options, choices: coarser }).all(ALICE)).toEqual([]);
  });

  it('may be there only where something is kept', () => {
    const { keeper, storage } = browser();
    const owner = { chainId: 1337, account: ALICE };
    expect(mayHaveDeposit(storage, owner)).toBe(false);
    keeper.put(ALICE, deposit(HASH), HASH);
    expect(mayHaveDeposit(storage, owner)).toBe(true);
    keeper.drop(ALICE, HASH);
    expect(mayHaveDeposit(storage, owner)).toBe(false);
    const forbidden = {
      getItem: () => {
        throw new Error('no storage here');
      },
    };
    expect(mayHaveDeposit(forbidden, owner)).toBe(false);
  });
});
