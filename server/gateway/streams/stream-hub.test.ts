import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findMarketById, type Market, markets } from '#lib/domain/market.ts';
import type { Channel, PrivateChannelKind } from '#lib/protocol/channel.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { CommandBuilder } from '#scripts/simulator/command-builder.ts';
import { directPort } from '#scripts/testing/direct-port.ts';
import { frameText } from '#scripts/testing/frame-text.ts';
import { ScriptedChain } from '#scripts/testing/scripted-chain.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { ScriptedSettlement, settlementWith } from '#scripts/testing/scripted-settlement.ts';
import { AccountActivity, BalanceReader, findParentsIn } from '#server/accounts/index.ts';
import { BUY, type Command, EngineState, OPEN, SELL } from '#server/engine/index.ts';
import { BookPublisher, ExchangeMarketData, MarketConditions } from '#server/market-data/index.ts';
import { followExchange } from '#server/projection.ts';
import { type Limits, limits } from '../../limits.ts';
import type { Stream, StreamSubscriber } from './stream.ts';
import type { FrameForm, StreamFrame } from './stream-frame.ts';
import { StreamHub } from './stream-hub.ts';

const SYMBOL = 'BTC-USDT';
const QUIET_MS = 20;

function marketOf(id: number): Market {
  const market = findMarketById(id);
  if (market === undefined) throw new Error(`no market ${id}`);
  return market;
}

/** An engine with all that is projected from it, and the streams over that. */
async function exchange(overrides: Partial<Limits> = {}) {
  const state = new EngineState();
  const port = directPort(state, () => Date.now());
  const now = () => Date.now();
  const feed = new ScriptedFeed(now);
  const books = new BookPublisher({ port, markets, publishMs: limits.bookPublishMs, now });
  const trades = new ExchangeMarketData({
    markets,
    index: feed,
    best: (symbol) => books.best(symbol),
    pseudonymOf: (account) => `someone ${account}`,
    keptTrades: limits.marketTrades,
    now,
  });
  const activity = new AccountActivity({
    marketOf,
    clientOrderIdOf: ({ number }) => String(number),
    kept: { perAccount: limits.accountHistory, total: limits.accountHistories },
    findParents: findParentsIn(port),
    refused: { perAccount: 3, total: 9, perMinute: 5 },
  });
  const balances = new BalanceReader({ port, activity, now });
  const { auctionMs } = limits;
  const conditions = new MarketConditions({ port, markets, auctionMs, now });
  followExchange(port, [activity, trades, books, balances, conditions]);
  const trading = await openForTrading(port);
  const settlement = new ScriptedSettlement();
  const hub = new StreamHub({
    feed: trades,
    chain: new ScriptedChain(),
    trades,
    books,
    conditions,
    accounts: { activity, balances },
    settlement,
    orderIdsOf: () => Promise.resolve([1, 2]),
    seq: () => port.seq(),
    now,
    limits: { ...limits, ...overrides },
  });
  hub.start();
  return { hub, port, feed, trades, settlement, ...trading };
}

type Port = ReturnType<typeof directPort>;

/** Two accounts with money, and the first market open. */
async function openForTrading(port: Port) {
  const builder = new CommandBuilder();
  const run = async (command: Command) => {
    const { seq: _seq, time: _time, ...rest } = command;
    const { events } = await port.execute(rest);
    const refusal = events.find(({ kind }) => kind === 'rejected');
    if (refusal !== undefined) throw new Error(JSON.stringify(refusal));
    return events;
  };
  for (const account of [1, 2]) {
    await run(builder.openAccount({ account }));
    for (const asset of [0, 1]) {
      await run(builder.deposit({ account, asset, amount: 1_000_000_000_000, source: 1 }));
    }
  }
  const { id: market, ...parameters } = marketOf(1);
  await run(builder.listMarket({ ...parameters, market, allowSelfTrade: false }));
  await run(builder.setMarketState({ market, state: OPEN }));
  let orderId = 0;
  const place = (order: {
    account: number;
    side: typeof BUY | typeof SELL;
    price: number;
    quantity: number;
  }) => {
    orderId += 1;
    return run(builder.place({ market, orderId, ...order }));
  };
  const cancel = (account: number, order: number) =>
    run(builder.cancel({ account, orderId: order }));
  return { place, cancel, lastOrder: () => orderId };
}

/** A client without a socket: it takes every frame, after the snapshot. */
class Follower implements StreamSubscriber {
  readonly form: FrameForm;
  readonly #stream: Stream;
  readonly #asOf: () => { seq: number; timestampMs: number };
  #frames: StreamFrame[] = [];
  #begun = false;

  constructor(stream: Stream | undefined, { port }: { port: Port }, form: FrameForm = 'typed') {
    if (stream === undefined) throw new Error('there is no such stream');
    this.form = form;
    this.#stream = stream;
    this.#asOf = () => ({ seq: port.seq(), timestampMs: Date.now() });
    stream.add(this);
    this.#begin();
  }

  deliver(frame: StreamFrame): void {
    if (this.#begun) this.#frames.push(frame);
    else this.#begin();
  }

  leave(): void {
    this.#stream.remove(this);
  }

  #begin(): void {
    const snapshot = this.#stream.snapshot(this.#asOf());
    if (snapshot === null) return;
    this.#begun = true;
    this.#frames.push(snapshot);
  }

  /** What came since the last time, as clients see it. */
  take(): unknown[] {
    return this.#texts().map((text) => JSON.parse(text));
  }

  /** The same as clients of the native dialect read it, exactly. */
  read() {
    return this.#texts().map((text) => decodeServerFrame(parseJson(text, { maxDepth: 16 })));
  }

  #texts(): string[] {
    const frames = this.#frames.flatMap((frame) => frame.bytes(this.form) ?? []);
    const texts = frames.map(frameText);
    this.#frames = [];
    return texts;
  }
}

const settle = () => vi.advanceTimersByTimeAsync(QUIET_MS);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 11, 30) });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the stream of a book', () => {
  const bookOf = (depth: 20 | 100 | 500) => ({ kind: 'orderbook', depth }) as const;

  it('begins with a snapshot, and tells what changes', async () => {
    const venue = await exchange();
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 10 });
    const follower = new Follower(venue.hub.stream(bookOf(100), SYMBOL), venue);
    await settle();
    const [snapshot] = follower.read();
    expect(snapshot).toMatchObject({
      type: 'orderbook_update',
      data: { symbol: SYMBOL, depth: 100, bids: [{ priceTicks: 6_000_000, quantityLots: 10 }] },
      position: { prevSequence: null },
      seq: venue.port.seq(),
    });
    await venue.place({ account: 2, side: SELL, price: 6_000_500, quantity: 4 });
    await venue.cancel(1, 1);
    await settle();
    expect(follower.read()).toMatchObject([
      { data: { bids: [], asks: [{ priceTicks: 6_000_500, quantityLots: 4 }] } },
      { data: { bids: [{ priceTicks: 6_000_000, quantityLots: 0 }], asks: [] } },
    ]);
  });

  it('is whole in every frame of the short and flat forms', async () => {
    const venue = await exchange();
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 10 });
    const follower = new Follower(venue.hub.stream(bookOf(20), SYMBOL), venue, 'flat');
    await settle();
    follower.take();
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 5 });
    await settle();
    const bids = [{ price: 60_000, size: 0.0015, count: 2 }];
    expect(follower.take()).toMatchObject([
      { channel: `orderbook:${SYMBOL}`, data: { symbol: SYMBOL, bids, asks: [] }, bids, asks: [] },
    ]);
  });

  it('goes on for whoever comes after nobody followed, with a snapshot of its own', async () => {
    const venue = await exchange();
    const stream = venue.hub.stream(bookOf(20), SYMBOL);
    const first = new Follower(stream, venue);
    await settle();
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 10 });
    await settle();
    const seq = venue.port.seq();
    first.leave();
    await venue.place({ account: 1, side: BUY, price: 6_000_100, quantity: 1 });
    await settle();
    expect(stream?.missedSince(seq)).toBeNull();
    const second = new Follower(stream, venue);
    await settle();
    expect(second.read()).toMatchObject([
      { position: { prevSequence: null }, data: { bids: { length: 2 } } },
    ]);
  });
});

describe('the stream of trades', () => {
  it('begins with the newest, and tells each once', async () => {
    const venue = await exchange();
    const stream = venue.hub.stream({ kind: 'trades' }, SYMBOL);
    const follower = new Follower(stream, venue);
    const flat = new Follower(stream, venue, 'flat');
    expect(follower.read()).toMatchObject([{ type: 'trade_update', data: { trades: [] } }]);
    expect(flat.take()).toEqual([]);
    for (const price of [6_000_000, 6_000_100]) {
      await venue.place({ account: 1, side: SELL, price, quantity: 3 });
    }
    await venue.place({ account: 2, side: BUY, price: 6_000_100, quantity: 6 });
    expect(follower.read()).toMatchObject([
      { data: { trades: [{ tradeId: 1, takerSide: 'buy', buyer: 'someone 2' }] } },
      { data: { trades: [{ tradeId: 2, priceTicks: 6_000_100 }] }, seq: venue.port.seq() },
    ]);
    expect(flat.take()).toMatchObject([
      { channel: `trades:${SYMBOL}`, tradeId: 1, price: 60_000, size: 0.0003, side: 0 },
      { tradeId: 2, buyerId: 'someone 2', sellerId: 'someone 1' },
    ]);
    expect(new Follower(stream, venue).read()).toMatchObject([{ data: { trades: { length: 2 } } }]);
    expect(new Follower(stream, venue, 'flat').take()).toMatchObject([{ tradeId: 2 }]);
  });
});

it('tells who came before the exchange recovered what was stored', async () => {
  const venue = await exchange();
  venue.feed.trade(SYMBOL, 6_100_000);
  const streamOf = (channel: Channel) => new Follower(venue.hub.stream(channel, SYMBOL), venue);
  const followers = [
    streamOf({ kind: 'trades' }),
    streamOf({ kind: 'candles', interval: '1h' }),
    streamOf({ kind: 'prices' }),
  ];
  for (const follower of followers) follower.take();
  const startMs = Date.now() - 3_600_000;
  const prices = { openTicks: 5, highTicks: 9, lowTicks: 4, closeTicks: 7 };
  const minutes = [{ candle: { startMs, ...prices, volumeLots: 3 }, volumeQuanta: 20 }];
  const trade = {
    tradeId: 4,
    priceTicks: 7,
    quantityLots: 3,
    takerSells: false,
    makerOrderId: 1,
    takerOrderId: 2,
    makerAccount: 1,
    takerAccount: 2,
    timeMs: startMs,
  };
  venue.trades.restore([{ market: 1, minutes, trades: [trade] }]);
  const position = { prevSequence: null };
  expect(followers.flatMap((follower) => follower.read())).toMatchObject([
    { position, data: { trades: [{ tradeId: 4 }] } },
    { position, data: { candles: [{ closeTicks: 7, volumeLots: 3 }] } },
    { position, data: { priceTicks: 7, simulated: false } },
  ]);
});

describe('the streams of an account', () => {
  const follow = (
    venue: Awaited<ReturnType<typeof exchange>>,
    kind: PrivateChannelKind,
    account: number,
  ) => new Follower(venue.hub.privateStream(kind, account), venue);

  it('tell of its orders, and of no others', async () => {
    const venue = await exchange();
    await venue.place({ account: 1, side: SELL, price: 6_000_000, quantity: 3 });
    const follower = follow(venue, 'orders', 1);
    expect(follower.read()).toMatchObject([
      { type: 'orders_update', data: { orders: [{ orderId: 1, status: 'open' }] } },
    ]);
    await venue.place({ account: 2, side: BUY, price: 6_000_000, quantity: 1 });
    await venue.place({ account: 2, side: BUY, price: 5_000_000, quantity: 1 });
    await venue.cancel(1, 1);
    expect(follower.read()).toMatchObject([
      {
        type: 'order_update',
        data: {
          event: 'partial',
          order: { orderId: 1, filledLots: 1, filledQuanta: 6_000_000 },
          fills: [{ role: 'maker', side: 'sell', feeAsset: 'USDT' }],
        },
      },
      { data: { event: 'canceled', order: { reason: 'order/canceled' }, fills: [] } },
    ]);
  });

  it('tell of its fills', async () => {
    const venue = await exchange();
    const follower = follow(venue, 'fills', 2);
    await venue.place({ account: 1, side: SELL, price: 6_000_000, quantity: 3 });
    await venue.place({ account: 2, side: BUY, price: 6_000_000, quantity: 3 });
    expect(follower.read()).toMatchObject([
      { type: 'fill_update', data: { fills: [] }, position: { prevSequence: null } },
      {
        data: {
          fills: [{ tradeId: 1, orderId: 2, side: 'buy', role: 'taker', feeAsset: 'BTC' }],
          settlements: [],
        },
      },
    ]);
    expect(follow(venue, 'fills', 2).read()).toMatchObject([{ data: { fills: { length: 1 } } }]);
  });

  it('tell how far its fills are: matched, then settling, then settled', async () => {
    const venue = await exchange();
    const follower = follow(venue, 'fills', 2);
    const foreign = follow(venue, 'fills', 3);
    for (const quantity of [3, 4]) {
      await venue.place({ account: 1, side: SELL, price: 6_000_000, quantity });
      await venue.place({ account: 2, side: BUY, price: 6_000_000, quantity });
    }
    const sent = settlementWith({ stage: 'settling', block: null, lastTrade: 2 });
    venue.settlement.tell(settlementWith({ batch: 6, lastTrade: 0 }));
    venue.settlement.tell(sent, [1]);
    venue.settlement.tell({ ...sent, stage: 'settled', block: 9 }, [1]);
    const [, first, , settling, settled] = follower.read();
    expect(first).toMatchObject({ data: { fills: [{ settlement: { stage: 'matched' } }] } });
    const { batch, transaction } = sent;
    const told = { fills: [], settlements: [{ tradeIds: [2] }] };
    expect(settling).toMatchObject({ type: 'fill_update', data: told });
    expect([settling, settled]).toMatchObject([
      { data: { settlements: [{ settlement: { stage: 'settling', batch, transaction } }] } },
      { data: { settlements: [{ settlement: { stage: 'settled', batch, transaction } }] } },
    ]);
    expect(follow(venue, 'fills', 2).read()).toMatchObject([
      { data: { fills: [{ settlement: { stage: 'quarantined' } }, { settlement: { batch } }] } },
    ]);
    expect(foreign.read()).toHaveLength(1);
  });

  it('tell of its balances: all, then those that changed', async () => {
    const venue = await exchange();
    const follower = follow(venue, 'balances', 1);
    await settle();
    const [snapshot] = follower.read();
    expect(snapshot).toMatchObject({
      type: 'balance_update',
      data: [
        { asset: 'USDT', available: 1_000_000_000_000, locked: 0 },
        { asset: 'BTC' },
        { asset: 'ETH' },
        { asset: 'LUX' },
      ],
      seq: venue.port.seq(),
    });
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 1 });
    await venue.place({ account: 2, side: BUY, price: 6_000_000, quantity: 1 });
    await settle();
    expect(follower.read()).toMatchObject([
      { data: [{ asset: 'USDT', available: 999_994_000_000, locked: 6_000_000 }] },
    ]);
  });

  it('go on for a while after the last follower left, so that it can come back', async () => {
    const venue = await exchange({ idleStreams: 2 });
    const follower = follow(venue, 'orders', 1);
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 1 });
    const seq = venue.port.seq();
    follower.leave();
    await venue.place({ account: 1, side: BUY, price: 6_000_100, quantity: 1 });
    const again = venue.hub.privateStream('orders', 1);
    expect(again?.missedSince(seq)).toHaveLength(1);
    for (const account of [3, 4, 5]) venue.hub.privateStream('orders', account);
    expect(venue.hub.privateStream('orders', 1)).not.toBe(again);
    expect(venue.hub.privateStream('orders', 1)?.missedSince(seq)).toBeNull();
  });

  it('reach whoever follows one that had been given up meanwhile', async () => {
    const venue = await exchange({ idleStreams: 1 });
    const stream = venue.hub.privateStream('orders', 1);
    venue.hub.privateStream('orders', 2);
    const follower = new Follower(stream, venue);
    await venue.place({ account: 1, side: BUY, price: 6_000_000, quantity: 1 });
    expect(follower.read()).toMatchObject([{}, { data: { event: 'submitted' } }]);
  });
});

describe('the streams of the market', () => {
  it('tell prices and candles of the exchange', async () => {
    const venue = await exchange();
    venue.feed.trade(SYMBOL, 6_100_000);
    const prices = new Follower(venue.hub.stream({ kind: 'prices' }, SYMBOL), venue);
    const seconds = new Follower(
      venue.hub.stream({ kind: 'candles', interval: '1s' }, SYMBOL),
      venue,
    );
    await venue.place({ account: 1, side: SELL, price: 6_000_000, quantity: 3 });
    await venue.place({ account: 2, side: BUY, price: 6_000_000, quantity: 2 });
    await settle();
    venue.trades.advance();
    expect(prices.read()).toMatchObject([
      { data: { priceTicks: 6_100_000, simulated: true } },
      { data: { priceTicks: 6_000_000, askTicks: 6_000_000, simulated: false } },
    ]);
    expect(seconds.read().at(-1)).toMatchObject({
      data: { candles: [{ closeTicks: 6_000_000, volumeLots: 2 }] },
    });
  });

  it('are not there for unknown symbols, nor where there is no engine', async () => {
    const { hub, feed } = await exchange();
    expect(hub.stream({ kind: 'trades' }, 'DOGE-USDT')).toBeUndefined();
    expect(hub.stream({ kind: 'orderbook', depth: 20 }, 'DOGE-USDT')).toBeUndefined();
    const none = {
      trades: null,
      books: null,
      conditions: null,
      accounts: null,
      settlement: null,
      orderIdsOf: () => Promise.resolve([]),
    };
    const chain = new ScriptedChain();
    const bare = new StreamHub({ feed, chain, ...none, seq: () => 0, now: () => 0, limits });
    expect(bare.stream({ kind: 'trades' }, SYMBOL)).toBeUndefined();
    expect(bare.stream({ kind: 'orderbook', depth: 20 }, SYMBOL)).toBeUndefined();
    expect(bare.stream({ kind: 'markets' }, SYMBOL)).toBeUndefined();
    expect(bare.stream({ kind: 'settlements' }, null)).toBeUndefined();
    expect(bare.privateStream('orders', 1)).toBeUndefined();
    expect(bare.stream({ kind: 'prices' }, SYMBOL)).toBeDefined();
  });
});
