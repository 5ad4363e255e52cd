import { beforeEach, describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { BookMaker, type BookMakerOutcome } from './book-maker.ts';

const BTC = findMarket('BTC-USDT') as Market;
const PRICE = 6_000_000;

/** An account whose orders rest until a test says otherwise. */
class RestingAccount {
  isReady = true;
  openOrders: Order[] = [];
  holdings: ReadonlyMap<string, number> = new Map([
    ['USDT', 1_000_000_000_000],
    ['BTC', 10_000_000_000],
  ]);
  readonly calls: string[] = [];

  async place(request: OrderRequest): Promise<boolean> {
    this.calls.push(`place ${request.side} ${request.priceTicks}`);
    const orderId = 4 * (this.calls.length + 1);
    const { signed: _s, takeProfit: _t, stopLoss: _l, displayLots: _d, ...rest } = request;
    this.openOrders.push({
      ...rest,
      orderId,
      filledLots: 0,
      filledQuanta: 0,
      status: 'open',
      reason: null,
      parentId: 0,
      createdMs: 0,
      updatedMs: 0,
    });
    return await Promise.resolve(true);
  }

  async cancel(orderId: number): Promise<boolean> {
    this.calls.push('cancel');
    this.openOrders = this.openOrders.filter((order) => order.orderId !== orderId);
    return await Promise.resolve(true);
  }

  async cancelAll(symbol?: string): Promise<boolean> {
    this.calls.push(`cancel all ${symbol ?? ''}`.trim());
    this.openOrders = [];
    return await Promise.resolve(true);
  }

  async stayAlive(afterMs: number): Promise<boolean> {
    this.calls.push(`stay alive ${afterMs}`);
    return await Promise.resolve(true);
  }

  /** What was asked since the last call. */
  take(): string[] {
    return this.calls.splice(0);
  }
}

let account: RestingAccount;
let index: { ticks: number; timestampMs: number } | null;
let nowMs: number;
let outcomes: BookMakerOutcome[];
let maker: BookMaker;

beforeEach(() => {
  account = new RestingAccount();
  index = { ticks: PRICE, timestampMs: 100_000 };
  nowMs = 100_000;
  outcomes = [];
  maker = new BookMaker({
    account,
    markets: [BTC],
    index: () => index,
    rules: {
      levels: 1,
      halfSpreadPpm: 1_000,
      stepPpm: 1_000,
      innermostQuanta: 10_000_000_000,
      skewPpm: 400,
      inventoryBoundQuanta: 1_000_000_000_000,
      tolerancePpm: 500,
    },
    staleMs: 5_000,
    lossLimitQuanta: 1_000_000_000,
    deadManMs: 10_000,
    now: () => nowMs,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
});

describe('the maker of the book', () => {
  it('quotes both sides, and leaves them while they are right', async () => {
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000', 'place buy 5994000', 'place sell 6006000']);
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000']);
    expect(outcomes).toEqual([
      { kind: 'quoted', symbol: 'BTC-USDT', placed: 2 },
      { kind: 'quoted', symbol: 'BTC-USDT', placed: 0 },
    ]);
  });

  it('follows the index, and cancels what is not its own quote', async () => {
    await maker.round();
    account.openOrders[0] = { ...(account.openOrders[0] as Order), clientOrderId: 'by hand' };
    index = { ticks: 6_010_000, timestampMs: 100_000 };
    account.take();
    await maker.round();
    expect(account.take()).toEqual([
      'stay alive 10000',
      'cancel',
      'cancel',
      'place buy 6003990',
      'place sell 6016010',
    ]);
  });

  it('takes everything back when the index is stale or unknown', async () => {
    await maker.round();
    account.take();
    nowMs += 5_001;
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000', 'cancel all BTC-USDT']);
    index = null;
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000']);
    expect(outcomes.at(-1)).toEqual({ kind: 'stale', symbol: 'BTC-USDT' });
  });

  it('leans against what it has bought', async () => {
    await maker.round();
    account.openOrders = [];
    account.take();
    account.holdings = new Map([
      ['USDT', 700_000_000_000],
      ['BTC', 10_500_000_000],
    ]);
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000', 'place buy 5993280', 'place sell 6005280']);
  });

  it('ends for good when it has lost too much, but not because prices fell', async () => {
    await maker.round();
    index = { ticks: 3_000_000, timestampMs: nowMs };
    await maker.round();
    expect(outcomes.at(-1)?.kind).toBe('quoted');
    account.take();
    account.holdings = new Map([
      ['USDT', 998_999_999_999],
      ['BTC', 10_000_000_000],
    ]);
    await maker.round();
    expect(account.take()).toEqual(['stay alive 10000', 'cancel all']);
    expect(outcomes.at(-1)).toEqual({ kind: 'loss', lossQuanta: 1_000_000_001 });
    await maker.round();
    expect(account.take()).toEqual([]);
  });

  it('does nothing before the exchange knows it, and no two rounds at once', async () => {
    account.isReady = false;
    await maker.round();
    expect(account.take()).toEqual([]);
    expect(outcomes).toEqual([{ kind: 'not-ready' }]);
    account.isReady = true;
    await Promise.all([maker.round(), maker.round()]);
    expect(account.take()).toHaveLength(3);
  });
});
