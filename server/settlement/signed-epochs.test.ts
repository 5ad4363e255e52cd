import { beforeEach, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { directPort } from '#scripts/testing/direct-port.ts';
import { KeptStore } from '#scripts/testing/kept-store.ts';
import { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { followExchange } from '#server/projection.ts';
import { CustodyBridge } from './custody-bridge.ts';
import { SettlementBook } from './settlement-book.ts';

const OWNER: Address = `0x${'a1'.repeat(20)}`;
const FEE_ACCOUNT: Address = `0x${'fe'.repeat(20)}`;
const SIGNATURE = new Uint8Array(64).fill(7);

let state: EngineState;
let store: KeptStore;
let book: SettlementBook;
let port: ExchangePort;
let account: number;

beforeEach(async () => {
  state = new EngineState();
  store = new KeptStore();
  book = new SettlementBook();
  await book.restore(store, state);
  port = directPort(state, () => 1_000_000);
  followExchange(port, [book]);
  account = state.accounts.count;
  await port.execute({ kind: 'open-account', account, address: OWNER });
});

async function bump(epoch: number): Promise<void> {
  await port.execute({ kind: 'bump-epoch', account, epoch, signature: SIGNATURE });
}

/** The process ends and begins again with what was stored. */
async function restarted(): Promise<SettlementBook> {
  const after = new SettlementBook();
  await after.restore(store.copy(), state);
  return after;
}

it('keeps an epoch until a final block says that the next one could begin', async () => {
  expect(book.epochs.isChanging(account)).toBe(false);
  await bump(1);
  expect(book.epochs.isChanging(account)).toBe(true);
  book.epochs.learn(account, { epoch: 0, changesUntil: 0 }, 100);
  expect(book.epochs.signed(account, 1)?.signature).toEqual(SIGNATURE);
  book.epochs.learn(account, { epoch: 1, changesUntil: 160 }, 159);
  expect(book.epochs.isChanging(account)).toBe(true);
  book.epochs.learn(account, { epoch: 1, changesUntil: 160 }, 160);
  expect([book.epochs.isChanging(account), book.epochs.signed(account, 1)]).toEqual([false, null]);
  expect((await restarted()).epochs.isChanging(account)).toBe(false);
});

it('knows after a restart of one that its owner began on chain, and looks it up', async () => {
  await port.execute({ kind: 'note-epoch', owner: OWNER, epoch: 1 });
  const after = await restarted();
  expect([after.epochs.isChanging(account), after.epochs.signed(account, 1)]).toEqual([true, null]);
  expect(after.epochs.takeUntold(9)).toEqual([account]);
  after.epochs.learn(account, { epoch: 1, changesUntil: 60 }, 60);
  expect(after.epochs.isChanging(account)).toBe(false);
});

it('remembers no more than the present one of epochs that were begun on chain', async () => {
  await bump(1);
  for (let epoch = 2; epoch <= 9; epoch += 1) {
    await port.execute({ kind: 'note-epoch', owner: OWNER, epoch });
  }
  expect([...store.rows.values()].map(({ key }) => key)).toEqual([`${account}:9`]);
  expect([book.epochs.signed(account, 1), book.epochs.isChanging(account)]).toEqual([null, true]);
});

it('asks nothing about what an event told, and forgets nothing of what came after', async () => {
  await bump(1);
  book.epochs.told(OWNER, { epoch: 1, changesUntil: 60 });
  expect(book.epochs.takeUntold(9)).toEqual([]);
  await bump(2);
  book.epochs.reached(60, (owner) => book.accountOf(owner));
  expect(book.epochs.signed(account, 2)?.epoch).toBe(2);
  expect([book.epochs.isChanging(account), ...book.epochs.takeUntold(9)]).toEqual([true, account]);
});

it('knows from when on an account’s next epoch can be begun, also of one that has no account yet', async () => {
  const bridge = new CustodyBridge({
    port,
    book,
    feeAccount: async () => await Promise.resolve(FEE_ACCOUNT),
    settled: async () => await Promise.resolve(),
    left: async () => await Promise.resolve(),
    reached: async () => await Promise.resolve(),
    onDeposit: () => undefined,
    onNarrowed: () => undefined,
    onRefused: ({ reason }) => expect.fail(reason),
  });
  const stranger: Address = `0x${'B2'.repeat(20)}`;
  const bumped = async (block: number, epoch: number) => {
    const hash = `0x${String(block).padStart(64, '0')}` as const;
    const fact = { kind: 'epoch-bumped', account: stranger, epoch, bindsAt: block + 60 } as const;
    const place = { block, blockHash: hash, transaction: hash, logIndex: 0 };
    const at = { number: block, hash, timestampMs: block * 1_000 };
    await bridge.final(at, [{ ...fact, ...place }]);
  };
  const reached = (seconds: number) => {
    book.epochs.reached(seconds, (owner) => book.accountOf(owner));
    return book.epochs.isChanging(account + 1);
  };
  await bumped(100, 1);
  await port.execute({
    ...{ kind: 'open-account', account: account + 1, address: stranger.toLowerCase() },
  });
  expect(state.nonces.epoch(account + 1)).toBe(1);
  expect([reached(159), reached(160)]).toEqual([true, false]);
  await bumped(170, 2);
  expect([reached(229), reached(230)]).toEqual([true, false]);
});
