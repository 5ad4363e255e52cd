import { describe, expect, it } from 'vitest';
import { LUX, type Token } from '#lib/domain/currency.ts';
import type { TextStorage } from './stored-list.ts';
import { storedSwaps } from './stored-swaps.ts';
import { storedTokens } from './stored-tokens.ts';
import type { SwapOutcome, SwapRecord } from './swap-record.ts';

const HASH = `0x${'a'.repeat(64)}` as const;
const LUSD: Token = {
  kind: 'token',
  address: '0x2000000000000000000000000000000000000002',
  symbol: 'LUSD',
  name: 'Lux Dollar',
  decimals: 6,
  permit: true,
};

const record: SwapRecord = {
  id: HASH,
  chainId: 1337,
  account: '0x00000000000000000000000000000000000000Aa',
  kind: 'swap',
  pay: LUX,
  receive: LUSD,
  exact: 'pay',
  payAmount: 2n ** 90n,
  receiveAmount: 20n,
  transaction: {
    hash: HASH,
    nonce: 4,
    to: '0x00000000000000000000000000000000000000Bb',
    value: 2n ** 90n,
    input: '0x12ab',
    sentBlock: 100n,
    sentAtMs: 1_700_000_000_000,
    deadline: null,
  },
  outcome: { kind: 'pending' },
};

const receipt = { blockNumber: 101n, paid: 1n, received: 2n, cost: 3n };

function storage(initial: string | null = null): TextStorage {
  let kept = initial;
  return {
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value;
    },
  };
}

describe('storedSwaps', () => {
  it('keep who sent a swap for a contract', () => {
    const kept = storage();
    const sender = '0x00000000000000000000000000000000000000Cc' as const;
    const sent = { ...record, transaction: { ...record.transaction, sender } };
    storedSwaps(1337).write(kept, [sent, record]);
    expect(storedSwaps(1337).read(kept)).toEqual([sent, record]);
  });

  it.each<SwapOutcome>([
    { kind: 'pending' },
    { kind: 'confirmed', receipt, confirmations: 2 },
    { kind: 'final', receipt },
    { kind: 'reverted', blockNumber: 5n, cost: 1n, code: 'swap/deadline-passed', final: true },
    { kind: 'replaced', by: null },
    { kind: 'replaced', by: HASH },
    { kind: 'canceled', by: HASH },
    { kind: 'dropped' },
  ])('reads back a $kind swap as it was written', (outcome) => {
    const kept = storage();
    const swaps = storedSwaps(1337);
    swaps.write(kept, [{ ...record, outcome }]);
    expect(swaps.read(kept)).toEqual([{ ...record, outcome }]);
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['no list', '{"0":1}'],
    ['null', 'null'],
    ['foreign items', '[1, "x", null, {}, {"id":"0x1"}]'],
  ])('is empty when the storage holds %s', (_, text) => {
    expect(storedSwaps(1337).read(storage(text))).toEqual([]);
  });

  it('leaves out the item that was tampered with and keeps the others', () => {
    const kept = storage();
    const swaps = storedSwaps(1337);
    swaps.write(kept, [record, record]);
    const text = kept.getItem('') ?? '';
    const tampered = text.replace('"nonce":4', '"nonce":-4');
    expect(swaps.read(storage(tampered))).toEqual([record]);
  });

  it('keeps the newest fifty', () => {
    const kept = storage();
    const many = Array.from({ length: 60 }, (_, nonce) => ({
      ...record,
      transaction: { ...record.transaction, nonce },
    }));
    storedSwaps(1337).write(kept, many);
    const read = storedSwaps(1337).read(kept);
    expect(read).toHaveLength(50);
    expect(read.at(-1)?.transaction.nonce).toBe(49);
  });

  it('goes on without storage', () => {
    const forbidden: TextStorage = {
      getItem: () => {
        throw new Error('SecurityError');
      },
      setItem: () => {
        throw new Error('SecurityError');
      },
    };
    expect(() => storedSwaps(1337).write(forbidden, [record])).not.toThrow();
    expect(storedSwaps(1337).read(forbidden)).toEqual([]);
  });
});

describe('storedTokens', () => {
  it('keeps the tokens of one chain apart from another’s', () => {
    const kept = new Map<string, string>();
    const shared: TextStorage = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => {
        kept.set(key, value);
      },
    };
    storedTokens(1337).write(shared, [LUSD]);
    expect(storedTokens(1337).read(shared)).toEqual([LUSD]);
    expect(storedTokens(96369).read(shared)).toEqual([]);
  });

  it.each([
    ['as long as can be', { ...LUSD, symbol: 'A'.repeat(16), name: '🙂'.repeat(48), decimals: 36 }],
    ['cut off', { ...LUSD, symbol: `${'B'.repeat(15)}…`, name: `${'Very '.repeat(9)}…` }],
    ['named by its address', { ...LUSD, symbol: '0x1111…1111', name: '0x1111…1111' }],
  ])('keeps a token as an import makes it, %s', (_, token) => {
    expect(storedTokens(1337).read(storage(JSON.stringify([token])))).toEqual([token]);
  });

  it.each([
    ['more decimals than an import takes', { ...LUSD, decimals: 37 }],
    ['a symbol longer than an import makes', { ...LUSD, symbol: 'A'.repeat(17) }],
    ['a name longer than an import makes', { ...LUSD, name: 'A'.repeat(49) }],
    ['a symbol that is empty', { ...LUSD, symbol: ' ' }],
    ['a symbol that turns the text around it', { ...LUSD, symbol: '\u202eDSUL' }],
    ['a name that is markup', { ...LUSD, name: '<b>Lux</b>' }],
    ['decimals that are no whole number', { ...LUSD, decimals: 6.5 }],
    ['an address that is none', { ...LUSD, address: '0x12' }],
    ['LUX itself', { kind: 'native' }],
  ])('leaves out a token of %s', (_, token) => {
    expect(storedTokens(1337).read(storage(JSON.stringify([token])))).toEqual([]);
  });
});
