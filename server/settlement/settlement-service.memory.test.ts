import { beforeEach, describe, expect, it } from 'vitest';
import type { SettledBatch } from '#lib/chain/read-settled-batch.ts';
import { fundBackstop, sampleBackstop } from '#scripts/testing/sample-backstop.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';

const backstop = sampleBackstop();

let contract: ScriptedClearingHouse;
let exchange: SettlingExchange;
let maker: number;
let taker: number;
let other: number;

beforeEach(async () => {
  contract = new ScriptedClearingHouse();
  exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
  maker = await exchange.account('11');
  taker = await exchange.account('22');
  other = await exchange.account('33');
});

function refuseOrdersOf(account: number, code: string) {
  const address = exchange.state.accounts.address(account);
  return ({ orders }: SettledBatch) => {
    const index = orders.findIndex((order) => order.account.toLowerCase() === address);
    return index === -1 ? null : { code, args: { index: BigInt(index), account: address } };
  };
}

describe('an epoch that was begun here', () => {
  it('is told again when the block that had it is given up, whatever was seen meanwhile', async () => {
    const address = exchange.state.accounts.address(taker);
    const signature = new Uint8Array(64).fill(9);
    await exchange.port.execute({ kind: 'bump-epoch', account: taker, epoch: 1, signature });
    await exchange.place(maker, { side: SELL, lots: 10 });
    await exchange.place(taker, { side: BUY, lots: 10, epoch: 1 });
    contract.epochs.set(address, 1);
    exchange.fate = 'refused';
    await exchange.service.round();
    contract.epochs.delete(address);
    exchange.fate = 'mined';
    await exchange.settleAll();
    expect([contract.epochs.get(address), contract.mined.length]).toEqual([1, 1]);
  });

  it('is begun with those of others in one transaction', async () => {
    const signature = new Uint8Array(64).fill(9);
    for (const account of [maker, taker, other]) {
      await exchange.port.execute({ kind: 'bump-epoch', account, epoch: 1, signature });
    }
    await exchange.place(maker, { side: SELL, lots: 20, epoch: 1 });
    await exchange.place(taker, { side: BUY, lots: 10, epoch: 1 });
    await exchange.place(other, { side: BUY, lots: 10, epoch: 1 });
    await exchange.settleAll();
    expect([contract.epochs.size, contract.transactions]).toEqual([3, 2]);
  });
});

describe('what is remembered', () => {
  it('is nothing of what is done and settled, however much that was', async () => {
    const trade = async (lots: number) => {
      for (let each = 0; each < 40; each += 1) {
        await exchange.place(maker, { side: SELL, lots });
        await exchange.place(taker, { side: BUY, lots, oneShot: true });
      }
      contract.refuses = refuseOrdersOf(other, 'OrderCanceledOnChain');
      await exchange.settleAll();
    };
    await fundBackstop(exchange, { backstop });
    const limits = { expiry: 1_500, marketsLow: 2, marketsHigh: 0, maxNotional: 100, nonce: 3 };
    const { events } = await exchange.port.execute({
      ...{ kind: 'approve-agent', account: other, address: `0x${'ee'.repeat(20)}`, ...limits },
      signature: new Uint8Array(64),
    });
    expect(events[0]?.kind).toBe('agent-approved');
    await exchange.place(other, { side: SELL, lots: 1 });
    await exchange.place(taker, { side: BUY, lots: 1, oneShot: true });
    await trade(1);
    // The key's approval is over by now, and the grace behind it.
    exchange.timeMs = 4_000_000;
    await trade(2);
    const { book, store } = exchange;
    expect([book.trades.size, book.trades.quarantined.size, backstop.remembered]).toEqual([
      ...[0, 0, 0],
    ]);
    expect([book.signed.size, book.signed.staying, book.approvals.of(other, 1)]).toEqual([
      0,
      0,
      [],
    ]);
    expect([...store.rows.values()].map(({ kind }) => kind).sort()).toEqual(['progress']);
  });

  it('of what was signed is found by its nonce, as long as the order is open', async () => {
    const { book, port } = exchange;
    const nonces: number[] = [];
    for (const lots of [1, 2, 3]) nonces.push(await exchange.place(maker, { side: SELL, lots }));
    const found = nonces.map((nonce) => book.signed.find(maker, nonce)?.order.quantity);
    expect(found).toEqual([1, 2, 3]);
    expect(book.signed.find(taker, nonces[0] ?? 0)).toBeNull();
    await exchange.restart();
    const again = nonces.map((nonce) => exchange.book.signed.find(maker, nonce)?.order.quantity);
    expect(again).toEqual([1, 2, 3]);
    const { signed } = exchange.book;
    const orderId = signed.find(maker, nonces[1] ?? 0)?.orderId ?? 0;
    await port.execute({ kind: 'cancel', account: maker, orderId, clientOrderId: 0 });
    expect(nonces.map((nonce) => signed.find(maker, nonce)?.order.quantity)).toEqual([
      ...[1, undefined, 3],
    ]);
  });
});
