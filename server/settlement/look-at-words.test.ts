import { expect, it } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import { directPort } from '#scripts/testing/direct-port.ts';
import { KeptStore } from '#scripts/testing/kept-store.ts';
import { EngineState } from '#server/engine/index.ts';
import { followExchange } from '#server/projection.ts';
import type { AuthorityReader } from './authority-reader.ts';
import { lookAtWords } from './look-at-words.ts';
import { SettlementBook } from './settlement-book.ts';

const HASH: Hash = `0x${'b1'.repeat(32)}`;
/** A block of the hundredth second. */
const BLOCK = { hash: HASH, timestampMs: 100_000 };
const OWNER = `0x${'aa'.repeat(20)}`;
const KEY = `0x${'ee'.repeat(20)}`;
const WORD = new Uint8Array(70);

async function emptyBook() {
  const book = new SettlementBook();
  const state = new EngineState();
  await book.restore(new KeptStore(), state);
  const port = directPort(state, () => 1_000);
  followExchange(port, [book]);
  return { book, port, state };
}

/** A book in which a contract has approved a key and begun an epoch, both by its word. */
async function bookWithWords(): Promise<SettlementBook> {
  const { book, port, state } = await emptyBook();
  const account = state.accounts.count;
  await port.execute({ kind: 'open-account', account, address: OWNER });
  const limits = { expiry: 9, marketsLow: 2, marketsHigh: 0, maxNotional: 100, nonce: 3 };
  const approval = { kind: 'approve-agent', account, address: KEY, signature: WORD } as const;
  const { events } = await port.execute({ ...approval, ...limits });
  expect(events[0]).toMatchObject({ kind: 'agent-approved', agent: 1 });
  await port.execute({ kind: 'bump-epoch', account, epoch: 1, signature: WORD });
  return book;
}

const order = {
  account: 1,
  agent: 1,
  epoch: 0,
  byContract: false,
  market: 1,
  signedNotional: 100n,
};

it('learns what a final block has of keys and epochs, and asks for nothing else', async () => {
  const book = await bookWithWords();
  const { words } = book;
  const asked: unknown[] = [];
  const reader: AuthorityReader = {
    keys: async (keys, block) => {
      asked.push({ keys: keys.map(({ account, agent }) => [account, agent]), block });
      return await Promise.resolve([{ nonce: 3, expiry: 9, markets: 2n, maxNotional: 100n }]);
    },
    epochs: async (accounts, block) => {
      asked.push({ accounts, block });
      return await Promise.resolve([{ epoch: 1, changesUntil: 100 }]);
    },
  };
  expect([words.hangs(order), words.hangs({ ...order, agent: 0, epoch: 1 })]).toEqual([true, true]);
  await lookAtWords({ book, reader }, BLOCK);
  expect(asked).toEqual([
    { keys: [[OWNER, KEY]], block: HASH },
    { accounts: [OWNER], block: HASH },
  ]);
  expect([words.hangs(order), words.hangs({ ...order, agent: 0, epoch: 1 })]).toEqual([
    false,
    false,
  ]);
  expect(words.hangs({ ...order, signedNotional: 101n })).toBe(true);
  expect(words.hangs({ ...order, market: 2 })).toBe(true);
  await lookAtWords({ book, reader }, BLOCK);
  // What was asked for since: the market that the key has not.
  expect(asked.length).toBe(3);
});

it('looks at everything in turn, however much waits for good', async () => {
  const { book, port } = await emptyBook();
  const asked = { keys: new Set<string>(), epochs: new Set<string>() };
  const reader: AuthorityReader = {
    keys: async (keys) => {
      for (const { account } of keys) asked.keys.add(account);
      const nothing = { nonce: 0, expiry: 0, markets: 0n, maxNotional: 0n };
      return await Promise.resolve(keys.map(() => nothing));
    },
    epochs: async (accounts) => {
      for (const account of accounts) asked.epochs.add(account);
      return await Promise.resolve(accounts.map(() => ({ epoch: 0, changesUntil: 0 })));
    },
  };
  const MANY = 600;
  for (let each = 1; each <= MANY; each += 1) {
    const address = `0x${each.toString(16).padStart(40, '0')}`;
    await port.execute({ kind: 'open-account', account: each, address });
    const limits = { expiry: 9, marketsLow: 2, marketsHigh: 0, maxNotional: 100, nonce: 3 };
    const key = `0xe${each.toString(16).padStart(39, '0')}`;
    const signed = { account: each, signature: WORD };
    await port.execute({ kind: 'approve-agent', address: key, ...limits, ...signed });
    await port.execute({ kind: 'bump-epoch', epoch: 1, ...signed });
  }
  for (let block = 0; block < 3; block += 1) {
    for (let each = 1; each <= MANY; each += 1) book.words.hangs({ ...order, account: each });
    await lookAtWords({ book, reader }, BLOCK);
  }
  expect([asked.keys.size, asked.epochs.size]).toEqual([MANY, MANY]);
});

it('holds to what it knew while the chain does not answer', async () => {
  const book = await bookWithWords();
  const away = async () => await Promise.reject(new Error('it is away'));
  const reader: AuthorityReader = { keys: away, epochs: away };
  expect(book.words.hangs(order)).toBe(true);
  await expect(lookAtWords({ book, reader }, BLOCK)).rejects.toThrow('it is away');
  expect(book.words.hangs(order)).toBe(true);
});
