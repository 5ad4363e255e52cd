import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryCommand } from '#scripts/testing/arbitrary-commands.ts';
import { samplePlace, sampleSignature } from '#scripts/testing/sample-commands.ts';
import { type Command, MOST_ANNULLED } from '#server/engine/index.ts';
import { limits } from '#server/limits.ts';
import { CommandDecoder } from './decode-command.ts';
import { encodeCommand } from './encode-command.ts';
import { LARGEST_RECORD_BYTES, LARGEST_SIGNATURE_BYTES, RECORD_VERSION } from './record-layout.ts';
import { type RecordMemory, recordMemory } from './record-memory.ts';
import { RecordWriter } from './record-writer.ts';
import { isSealed } from './seal.ts';

const stamp = { seq: 2, time: 1_760_000_000_000 };
const leg = {
  orderId: 8,
  clientOrderId: 0,
  type: 0,
  price: 10,
  triggerPrice: 9,
  triggerBy: 0,
  authority: null,
  signature: null,
} as const;

const authority = { agent: 3, nonce: 2 ** 48 - 1, epoch: 65_535, expiry: 7, maxFeePpm: 500 };

/** A number where the types allow only some, as a caller without types might give it. */
function outside(value: number | string): never {
  return value as never;
}

/** The record of a command, behind other bytes as in a block. */
function encoded(command: Command) {
  const memory = recordMemory(8 + LARGEST_RECORD_BYTES);
  memory.bytes.fill(0xa5);
  const writer = new RecordWriter(memory);
  writer.begin(8);
  const length = encodeCommand(command, writer);
  return { memory, length };
}

function decoded(memory: RecordMemory, offset: number): Command {
  return new CommandDecoder().decode(memory, offset);
}

test('every command comes back exactly as it was', () => {
  fc.assert(
    fc.property(arbitraryCommand, (command) => {
      const { memory, length } = encoded(command);
      expect(length % 8).toBe(0);
      expect(length).toBeLessThanOrEqual(LARGEST_RECORD_BYTES);
      expect((memory.words[2] ?? 0) & 0xffff).toBe(length);
      expect(isSealed(memory.words, 2, 2 + length / 4)).toBe(true);
      expect(decoded(memory, 8)).toEqual(command);
    }),
    { numRuns: 2_000 },
  );
});

test('a decoder that is used again is not confused by what it read before', () => {
  const decoder = new CommandDecoder();
  fc.assert(
    fc.property(arbitraryCommand, (command) => {
      expect(decoder.decode(encoded(command).memory, 8)).toEqual(command);
    }),
    { numRuns: 1_000 },
  );
});

test('a decoder fills the same objects again and leaves alone what another one gave', () => {
  const decoder = new CommandDecoder();
  const first = encoded(samplePlace(5, sampleSignature(96))).memory;
  const kept = decoded(first, 8);
  const before = decoder.decode(first, 8);
  const after = decoder.decode(encoded(samplePlace(6)).memory, 8);
  expect(after).toBe(before);
  expect(after).toEqual(samplePlace(6));
  expect(kept).toEqual(samplePlace(5, sampleSignature(96)));
});

describe('lengths', () => {
  const plain: readonly Command[] = [
    { kind: 'cancel', ...stamp, account: 1, orderId: 2, clientOrderId: 3 },
    {
      kind: 'modify',
      ...stamp,
      account: 1,
      orderId: 2,
      clientOrderId: 0,
      price: 3,
      quantity: 4,
      triggerPrice: 0,
      authority: null,
      signature: null,
    },
    { kind: 'cancel-all', ...stamp, account: 1, market: 0 },
    { kind: 'set-price', ...stamp, market: 1, source: 1, price: 5 },
    { kind: 'tick', ...stamp },
    { kind: 'arm-dead-man', ...stamp, account: 1, deadline: 9 },
    { kind: 'deposit', ...stamp, account: 1, asset: 2, amount: 3, source: 4, sourceSeq: 5 },
    { kind: 'withdraw', ...stamp, account: 1, asset: 2, amount: 3, source: 4, sourceSeq: 5 },
    { kind: 'open-account', ...stamp, account: 1, address: `0x${'0a'.repeat(20)}` },
    { kind: 'set-market-state', ...stamp, market: 1, state: 5 },
    { kind: 'revoke-agent', ...stamp, account: 1, address: `0x${'0a'.repeat(20)}` },
    { kind: 'bump-epoch', ...stamp, account: 1, epoch: 2, signature: null },
    { kind: 'reserve-nonces', ...stamp, account: 1, agent: 2 },
    { kind: 'finish-withdrawal', ...stamp, account: 1, nonce: 2, paid: true },
    { kind: 'freeze-account', ...stamp, account: 1, reason: 'exit', frozen: true },
    { kind: 'quarantine-trade', ...stamp, tradeId: 1 },
  ];

  test.each(plain)('a plain $kind has at most 64 bytes', (command) => {
    expect(encoded(command).length).toBeLessThanOrEqual(64);
  });

  test('a plain order has 64 bytes, a stop order too, a signed one 88 more', () => {
    expect(encoded(samplePlace(1)).length).toBe(64);
    const stop = { ...samplePlace(1), trigger: 1, triggerPrice: 7 } as const;
    expect(encoded(stop).length).toBe(64);
    expect(encoded({ ...samplePlace(1, sampleSignature(64)), authority }).length).toBe(152);
  });

  test('the trades of the largest batch and annulment fit into the largest record, and no more', () => {
    const trade = { tradeId: 2 ** 53 - 1, buyer: 1, seller: 2, baseAsset: 1, quoteAsset: 0 };
    const annulled = { ...trade, base: 1, quote: 2 ** 53 - 1, buyerFee: 3, sellerFee: 4 };
    const annuls = (count: number): Command => {
      const trades = Array.from({ length: count }, () => annulled);
      return { kind: 'annul-trades', ...stamp, trades };
    };
    const settles = (count: number): Command => {
      const transaction = `0x${'ab'.repeat(32)}`;
      const takenOver = Array.from({ length: count }, (_, place) => 2 ** 52 + place);
      const batch = { kind: 'settle-batch', batch: 1, through: 2, block: 3 } as const;
      return { ...batch, ...stamp, transaction, takenOver };
    };
    const { settlementFills } = limits;
    for (const command of [annuls(MOST_ANNULLED), settles(settlementFills)]) {
      const { memory, length } = encoded(command);
      expect(length).toBeLessThanOrEqual(LARGEST_RECORD_BYTES);
      expect(decoded(memory, 8)).toEqual(command);
    }
    for (const command of [annuls(MOST_ANNULLED + 1), settles(settlementFills + 1)]) {
      expect(() => encoded(command)).toThrowError(
        expect.objectContaining({ code: 'journal/not-encodable' }),
      );
    }
  });

  test('the largest command fits into the largest record', () => {
    const signature = sampleSignature(LARGEST_SIGNATURE_BYTES);
    const signed = { ...leg, authority, signature };
    const legs = { takeProfit: signed, stopLoss: signed };
    const order = { ...samplePlace(1, signature), authority, displayQuantity: 1, expiry: 1 };
    const largest = { ...order, ...legs };
    expect(encoded(largest).length).toBeLessThanOrEqual(LARGEST_RECORD_BYTES);
  });
});

describe('values without room', () => {
  const place = samplePlace(1);
  const pair: Command = {
    kind: 'place-oco',
    ...stamp,
    account: 1,
    market: 1,
    side: 0,
    quantity: 5,
    selfTrade: 0,
    expiry: 0,
    limitLeg: leg,
    stopLeg: leg,
  };
  const owner = `0x${'ab'.repeat(20)}`;
  const refused: readonly (readonly [string, Command])[] = [
    ['a negative price', { ...place, price: -1 }],
    ['a price above 32 bits', { ...place, price: 2 ** 32 }],
    ['a fraction of a lot', { ...place, quantity: 0.5 }],
    ['no number', { ...place, orderId: Number.NaN }],
    ['an order id above 2^53 − 1', { ...place, orderId: 2 ** 53 }],
    ['a negative order id', { ...place, orderId: -1 }],
    ['a market above 16 bits', { ...place, market: 65_536 }],
    [
      'a signature that is too long',
      { ...place, signature: sampleSignature(LARGEST_SIGNATURE_BYTES + 1) },
    ],
    ['a side that does not exist', { ...place, side: outside(2) }],
    ['a type that does not exist', { ...place, type: outside(2) }],
    ['a time in force that does not exist', { ...place, timeInForce: outside(4) }],
    ['a post-only mode that does not exist', { ...place, postOnly: outside(3) }],
    ['a self-trade mode that does not exist', { ...place, selfTrade: outside(9) }],
    ['a trigger that does not exist', { ...place, trigger: outside(3) }],
    ['a price source that does not exist', { ...place, triggerBy: outside(3) }],
    ['a leg of a type that does not exist', { ...place, stopLoss: { ...leg, type: outside(2) } }],
    [
      'a leg with a price source that does not exist',
      { ...place, takeProfit: { ...leg, triggerBy: outside(3) } },
    ],
    ['a pair of a side that does not exist', { ...pair, side: outside(2) }],
    ['a pair with a self-trade mode that does not exist', { ...pair, selfTrade: outside(5) }],
    ['a set last price', { kind: 'set-price', ...stamp, market: 1, source: outside(0), price: 5 }],
    [
      'a set price of no source',
      { kind: 'set-price', ...stamp, market: 1, source: outside(3), price: 5 },
    ],
    [
      'a market state that does not exist',
      { kind: 'set-market-state', ...stamp, market: 1, state: outside(9) },
    ],
    ['a nonce above 48 bits', { ...place, authority: { ...authority, nonce: 2 ** 48 } }],
    ['a negative nonce', { ...place, authority: { ...authority, nonce: -1 } }],
    ['half a nonce', { ...place, authority: { ...authority, nonce: 0.5 } }],
    ['an epoch above 16 bits', { ...place, authority: { ...authority, epoch: 65_536 } }],
    ['a late expiry', { ...place, authority: { ...authority, expiry: 2 ** 32 } }],
    [
      'a negative fee',
      { ...place, stopLoss: { ...leg, authority: { ...authority, maxFeePpm: -1 } } },
    ],
    ['an agent of no number', { ...place, authority: { ...authority, agent: Number.NaN } }],
    ['an agent without address', { kind: 'revoke-agent', ...stamp, account: 1, address: '' }],
    [
      'the next epoch above 16 bits',
      { kind: 'bump-epoch', ...stamp, account: 1, epoch: 65_536, signature: null },
    ],
    ['a canceled nonce above 48 bits', { kind: 'note-cancel', ...stamp, owner, nonce: 2 ** 48 }],
    ['an owner without address', { kind: 'note-cancel', ...stamp, owner: '', nonce: 1 }],
    ['an epoch on chain above 16 bits', { kind: 'note-epoch', ...stamp, owner, epoch: 65_536 }],
    [
      'a revoked key without address',
      { kind: 'note-revocation', ...stamp, owner, address: '0x', nonce: 1 },
    ],
    [
      'a reason to freeze that does not exist',
      { kind: 'freeze-account', ...stamp, account: 1, reason: outside('whim'), frozen: true },
    ],
    ['upper-case address', { kind: 'open-account', ...stamp, account: 1, address: '0xAB' }],
  ];

  test.each(refused)('%s is refused', (_, command) => {
    expect(() => encoded(command)).toThrowError(
      expect.objectContaining({ code: 'journal/not-encodable' }),
    );
  });
});

test('whatever number a field holds, what is written can be read', () => {
  const strange = fc.constantFrom(
    -1,
    0,
    1,
    2,
    3,
    4,
    5,
    7,
    9,
    0.5,
    255,
    65_536,
    2 ** 32,
    Number.NaN,
  );
  fc.assert(
    fc.property(arbitraryCommand, fc.nat(), strange, (command, position, value) => {
      const fields = Object.entries(command).filter(([, before]) => typeof before === 'number');
      const field = fields[position % fields.length]?.[0] ?? 'seq';
      const changed = { ...command, [field]: value } as Command;
      let memory: RecordMemory;
      try {
        memory = encoded(changed).memory;
      } catch (error) {
        expect(error).toMatchObject({ code: 'journal/not-encodable' });
        return;
      }
      expect(decoded(memory, 8)).toEqual(changed);
    }),
    { numRuns: 2_000 },
  );
});

describe('records that hold no command', () => {
  test.each([
    [
      'a reason that does not exist',
      { kind: 'freeze-account', ...stamp, account: 1 } as const,
      7,
      2 << 16,
    ],
    ['a longer list than there is', null, 6, 2],
    ['a list that is too long', null, 6, 57],
  ])('%s is damage', (_, freezes, word, value) => {
    const command: Command =
      freezes === null
        ? { kind: 'annul-trades', ...stamp, trades: [] }
        : { ...freezes, reason: 'exit', frozen: true };
    const { memory } = encoded(command);
    memory.words[2 + word] = value;
    expect(() => decoded(memory, 8)).toThrowError(
      expect.objectContaining({ code: 'journal/damaged' }),
    );
  });

  test('in a block is named with file, offset and record', () => {
    const { memory, length } = encoded(samplePlace(7));
    memory.words[2] = ((memory.words[2] ?? 0) & 0xffffff) | (99 << 24);
    const chains = { chain: new Uint8Array(32), previousChain: new Uint8Array(32) };
    const range = { memory, start: 8, end: 8 + length, firstSeq: 7, count: 1 };
    const block = { ...range, ...chains, file: 'journal-x.lxj', offset: 256 };
    expect(() => new CommandDecoder().visit(block, () => undefined)).toThrowError(
      /^journal-x\.lxj at offset 320, record 7: A record holds no command.*kind 99.*start that one/,
    );
  });

  test.each([
    [1, 'npm start -- --reset'],
    [2, 'npm start -- --reset'],
    [3, 'npm start -- --reset'],
    [4, 'npm start -- --reset'],
    [9, 'Start the version of the exchange that wrote this journal.'],
  ])('version %s is refused with what to do: %s', (version, fix) => {
    const { memory } = encoded(samplePlace(1));
    memory.words[2] = ((memory.words[2] ?? 0) & 0xff00ffff) | (version << 16);
    expect(() => decoded(memory, 8)).toThrowError(
      expect.objectContaining({
        code: 'journal/unsupported-version',
        message: expect.stringContaining(fix),
      }),
    );
  });

  test.each([
    ['an unknown kind', 2, (99 << 24) | (RECORD_VERSION << 16) | 64],
    ['a length that does not fit its fields', 2, (1 << 24) | (RECORD_VERSION << 16) | 80],
    ['a self-trade mode that does not exist', 15, 7 << 23],
    ['a number above 2^53 − 1', 5, 1 << 21],
  ])('%s is damage', (_, word, value) => {
    const { memory } = encoded(samplePlace(1));
    memory.words[word] = value;
    expect(() => decoded(memory, 8)).toThrowError(
      expect.objectContaining({ code: 'journal/damaged' }),
    );
  });
});
