import { describe, expect, it } from 'vitest';
import type { Command } from '#server/engine/index.ts';
import {
  CANCEL_ONLY,
  DELISTED,
  HALTED,
  OPEN,
  POST_ONLY,
  PRE_OPEN,
  SELL,
} from '#server/engine/index.ts';
import { BASE, CommandBuilder, QUOTE, START_TIME } from './command-builder.ts';
import { ReferenceEngine } from './reference-engine.ts';
import { TableExchange } from './table-exchange.ts';

const FUNDS = 1_000_000;
const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

type Rows = readonly (readonly [price: number, lots: number])[];

describe('the opening auction', () => {
  const cases: readonly (readonly [string, Rows, Rows, number, number])[] = [
    [
      'the most lots',
      [
        [105, 5],
        [103, 4],
      ],
      [
        [100, 3],
        [103, 6],
        [104, 9],
      ],
      0,
      103,
    ],
    [
      'the smallest surplus',
      [[105, 5]],
      [
        [100, 5],
        [103, 1],
      ],
      0,
      100,
    ],
    [
      'the highest where demand is left everywhere',
      [[105, 9]],
      [
        [100, 2],
        [101, 3],
      ],
      0,
      105,
    ],
    ['the lowest where supply is left everywhere', [[105, 2]], [[100, 9]], 0, 100],
    ['the lowest without a reference', [[105, 5]], [[100, 5]], 0, 100],
    ['the nearest to the reference', [[105, 5]], [[100, 5]], 104, 105],
    ['the lower of two as near', [[106, 5]], [[100, 5]], 103, 100],
  ];

  it.each(cases)('clears at the price with %s', (_, bids, asks, index, price) => {
    const exchange = TableExchange.preOpen();
    const { build } = exchange;
    for (const [at, lots] of bids) exchange.run(build.place({ price: at, quantity: lots }));
    for (const [at, lots] of asks) {
      exchange.run(build.place({ account: 2, side: SELL, price: at, quantity: lots }));
    }
    if (index > 0) exchange.run(build.setPrice({ price: index }));
    expect(exchange.run(build.setMarketState())[1]).toBe(`uncrossed at ${price}`);
  });

  it('trades heads of both sides, the older is the maker, all at the maker’s fee', () => {
    const market = { makerFeePpm: 10_000, takerFeePpm: 500_000 };
    const exchange = TableExchange.preOpen(market);
    const { build } = exchange;
    exchange.run(build.place({ account: 2, side: SELL, price: 98, quantity: 300, orderId: 5 }));
    exchange.run(build.place({ account: 1, price: 102, quantity: 100, orderId: 3 }));
    exchange.run(build.place({ account: 3, price: 100, quantity: 250, orderId: 7 }));
    expect(exchange.run(build.setMarketState())).toEqual([
      'market-state 1',
      'uncrossed at 100',
      '#5 takes #3: 100 at 100, fees 1 and 100',
      '#3 filled',
      '#7 takes #5: 200 at 100, fees 200 and 2',
      '#5 filled',
    ]);
    expect(exchange.funds(1)).toEqual([FUNDS + 99, 0, FUNDS - 10_000, 0]);
  });

  it('shows icebergs again slice by slice, and triggers afterwards', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 5, displayQuantity: 3 }));
    exchange.run(build.place({ account: 3, price: 50, triggerPrice: 100 }));
    exchange.run(build.setMarketState({ state: PRE_OPEN }));
    exchange.run(build.place({ account: 2, side: SELL, price: 100, quantity: 4 }));
    expect(exchange.run(build.setMarketState({ state: POST_ONLY }))).toEqual([
      'market-state 2',
      'uncrossed at 100',
      '#3 takes #1: 3 at 100',
      '#1 shows 2',
      '#3 takes #1: 1 at 100',
      '#3 filled',
      '#2 triggered',
    ]);
  });

  it('does nothing to a book that is not crossed', () => {
    const exchange = TableExchange.preOpen();
    const { build } = exchange;
    exchange.run(build.place({ price: 99 }), build.place({ account: 2, side: SELL, price: 100 }));
    expect(exchange.run(build.setMarketState())).toEqual(['market-state 1']);
  });
});

describe('market states', () => {
  it.each([
    ['to what it is', PRE_OPEN, PRE_OPEN, 'market/invalid-transition'],
    ['from delisted', DELISTED, OPEN, 'market/invalid-transition'],
    ['from halted', HALTED, CANCEL_ONLY, 'market-state 3'],
  ] as const)('a change %s', (_, from, to, answer) => {
    const exchange = TableExchange.preOpen();
    const { build } = exchange;
    exchange.run(build.setMarketState({ state: from }));
    expect(exchange.run(build.setMarketState({ state: to }))).toEqual([answer]);
  });

  it('delisting ends all orders by id, without activating legs', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ orderId: 9, quantity: 3, takeProfit: { orderId: 10 } }));
    exchange.run(build.place({ account: 2, side: SELL, orderId: 8 }));
    exchange.run(build.placeOco({ account: 2, limitLeg: { orderId: 4 }, stopLeg: { orderId: 3 } }));
    expect(exchange.run(build.setMarketState({ state: DELISTED }))).toEqual([
      'market-state 5',
      '#3 delisted, 1 left',
      '#4 sibling, 1 left',
      '#9 delisted, 2 left',
      '#10 parent',
    ]);
    expect(exchange.run(build.setPrice())).toEqual(['market/delisted']);
  });

  it('keeps the parameters of a market within bounds', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const invalid = [
      { market: 0 },
      { market: 64 },
      { baseAsset: 16 },
      { quoteAsset: BASE },
      { unitsPerLot: 0 },
      { k: 0 },
      { makerFeePpm: 1_000_001 },
      { takerFeePpm: -1 },
      { bandPpm: 1_000_000_001 },
      { minNotional: -1 },
      { maxQuantity: 2_147_483_648 },
      { maxOpenOrders: 0 },
    ];
    for (const parameters of invalid) {
      const command = build.listMarket({ market: 2, ...parameters });
      expect(exchange.run(command)).toEqual(['market/invalid-parameters']);
    }
    expect(exchange.run(build.listMarket())).toEqual(['market/exists']);
    expect(exchange.run(build.listMarket({ market: 2 }))).toEqual(['market-listed 2']);
  });
});

describe('cancel', () => {
  it('names an order by id or by client id', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ clientOrderId: 77 }), build.place());
    expect(exchange.run(build.cancel({ clientOrderId: 77 }))).toEqual(['#1 canceled, 1 left']);
    expect(exchange.run(build.cancel({ clientOrderId: 77 }))).toEqual(['order/unknown']);
    expect(exchange.run(build.cancel({ account: 2, orderId: 2 }))).toEqual(['order/unknown']);
    expect(exchange.run(build.cancel({ orderId: 2 }))).toEqual(['#2 canceled, 1 left']);
    expect(exchange.run(build.cancel())).toEqual(['order/unknown']);
  });

  it('cancels all by id, of one market or of every one, in any state', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.listMarket({ market: 2 }), build.setMarketState({ market: 2 }));
    exchange.run(build.place({ orderId: 9 }), build.place({ orderId: 8, market: 2 }));
    exchange.run(build.place({ orderId: 7 }), build.place({ orderId: 6, account: 2 }));
    exchange.run(build.setMarketState({ state: HALTED }));
    expect(exchange.run(build.cancelAll({ market: 1 }))).toEqual([
      '#7 canceled, 1 left',
      '#9 canceled, 1 left',
    ]);
    expect(exchange.run(build.cancelAll())).toEqual(['#8 canceled, 1 left']);
    expect(exchange.run(build.cancelAll())).toEqual([]);
    expect(exchange.run(build.cancelAll({ market: 3 }))).toEqual(['market/unknown']);
  });
});

describe('time', () => {
  it('ends what has expired by (expiry, id), then fires dead-man switches', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ orderId: 5, expiry: 1_500 }));
    exchange.run(build.place({ orderId: 4, expiry: 1_500, account: 2 }));
    exchange.run(build.place({ orderId: 9, expiry: 1_400 }));
    exchange.run(build.place({ orderId: 8 }), build.place({ orderId: 7, expiry: 1_501 }));
    exchange.run(build.armDeadMan({ deadline: 1_500 }));
    exchange.run(build.armDeadMan({ account: 2, deadline: 1_499 }));
    expect(exchange.run(build.tick({ time: 1_399 }))).toEqual([]);
    expect(exchange.run(build.tick({ time: 1_500 }))).toEqual([
      '#9 expired, 1 left',
      '#4 expired, 1 left',
      '#5 expired, 1 left',
      'dead-man-fired 2',
      'dead-man-fired 1',
      '#7 dead-man, 1 left',
      '#8 dead-man, 1 left',
    ]);
    expect(exchange.view.deadline(1)).toBe(0);
  });

  it('an order past its expiry still matches until the next tick', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ expiry: 1_500 }));
    const taker = build.place({ account: 2, side: SELL, time: 1_600 });
    expect(exchange.run(taker)[1]).toBe('#2 takes #1: 1 at 100');
  });

  it('runs follow-ups after everything was canceled', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 2, expiry: 1_500, takeProfit: {} }));
    exchange.run(build.place({ account: 2, side: SELL }), build.place({ expiry: 1_600 }));
    expect(exchange.run(build.tick({ time: 1_700 }))).toEqual([
      '#1 expired, 1 left',
      '#4 expired, 1 left',
      '#2 activated by #1: 1 at 110',
    ]);
  });

  it('a dead-man switch is armed for later, or disarmed', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    const now = { deadline: START_TIME };
    expect(exchange.run(build.armDeadMan(now))).toEqual(['account/deadline-passed']);
    expect(exchange.run(build.armDeadMan())).toEqual(['dead-man-armed 1 for 2000']);
    expect(exchange.run(build.armDeadMan({ deadline: 0 }))).toEqual(['dead-man-armed 1 for 0']);
    expect(exchange.run(build.tick({ time: 9_000 }))).toEqual([]);
    expect(exchange.run(build.armDeadMan({ account: 0 }))).toEqual(['account/unknown']);
  });
});

describe('money', () => {
  const rows: readonly (readonly [string, (build: CommandBuilder) => Command, string])[] = [
    ['a deposit for nobody', (b) => b.deposit({ account: 4 }), 'account/unknown'],
    [
      'a deposit for the fee account',
      (b) => b.deposit({ account: 0, amount: 5 }),
      'deposited 5 of asset 0',
    ],
    ['a deposit of no asset', (b) => b.deposit({ asset: 16 }), 'ledger/unknown-asset'],
    ['a deposit of nothing', (b) => b.deposit({ amount: 0 }), 'ledger/invalid-amount'],
    ['a deposit told before', (b) => b.deposit({ sourceSeq: 2 }), 'duplicate'],
    ['a deposit beyond what fits', (b) => b.deposit({ amount: MAX_AMOUNT }), 'ledger/custody-full'],
    [
      'the first deposit of another source',
      (b) => b.deposit({ source: 9, sourceSeq: 0 }),
      'deposited 1000000 of asset 0',
    ],
    [
      'a withdrawal of too much',
      (b) => b.withdraw({ amount: FUNDS + 1 }),
      'risk/insufficient-funds',
    ],
    ['a withdrawal of all', (b) => b.withdraw({ amount: FUNDS }), 'withdrawn 1000000 of asset 0'],
    ['an account out of turn', (b) => b.openAccount({ account: 5 }), 'account/not-next'],
    [
      'an address twice',
      (b) => b.openAccount({ address: `0x${'1'.padStart(40, '0')}` }),
      'account/address-taken',
    ],
  ];

  it.each(rows)('%s', (_, command, answer) => {
    const exchange = TableExchange.open();
    expect(exchange.run(command(exchange.build))).toEqual([answer]);
  });

  it('does not hand out what is locked', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 4 }));
    const tooMuch = build.withdraw({ asset: QUOTE, amount: FUNDS - 399 });
    expect(exchange.run(tooMuch)).toEqual(['risk/insufficient-funds']);
    expect(exchange.run(build.withdraw({ asset: QUOTE, amount: FUNDS - 400 }))).toHaveLength(1);
  });

  it('opens no more accounts than there may be', () => {
    const engine = new ReferenceEngine({ maxAccounts: 2 });
    const build = new CommandBuilder();
    engine.execute(build.openAccount());
    expect(engine.execute(build.openAccount())).toEqual([
      { kind: 'rejected', account: 2, orderId: 0, code: 'account/too-many' },
    ]);
  });
});

describe('client order ids', () => {
  it('answers the same content with the first order, other content with a refusal', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ clientOrderId: 7 }));
    expect(exchange.run(build.place({ clientOrderId: 7 }))).toEqual(['duplicate of #1']);
    expect(exchange.run(build.place({ clientOrderId: 7, price: 99 }))).toEqual([
      'order/client-id-reused',
    ]);
    expect(exchange.run(build.place({ account: 2, clientOrderId: 7 }))).toHaveLength(1);
    exchange.run(build.cancel({ orderId: 1 }));
    expect(exchange.run(build.place({ clientOrderId: 7 }))).toEqual(['duplicate of #1']);
  });

  it('remembers those of legs too, which never are duplicates', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    exchange.run(build.place({ clientOrderId: 7, takeProfit: { clientOrderId: 8 } }));
    expect(exchange.run(build.place({ clientOrderId: 8 }))).toEqual(['order/client-id-reused']);
    const again = build.place({ clientOrderId: 7, takeProfit: { clientOrderId: 8 } });
    expect(exchange.run(again)).toEqual(['duplicate of #1']);
  });

  it('forgets the oldest of more than a thousand orders that are done', () => {
    const exchange = TableExchange.open();
    const { build } = exchange;
    for (let id = 1; id <= 1_001; id += 1) {
      exchange.run(build.place({ clientOrderId: id }), build.cancel({ clientOrderId: id }));
    }
    expect(exchange.run(build.place({ clientOrderId: 2 }))).toEqual(['duplicate of #2']);
    expect(exchange.run(build.place({ clientOrderId: 1, price: 5 }))).toHaveLength(1);
  });
});

describe('the sequence', () => {
  it('is never left', () => {
    const engine = new ReferenceEngine();
    const build = new CommandBuilder();
    const first = build.openAccount({ time: 2_000 });
    engine.execute(first);
    expect(() => engine.execute(first)).toThrow('out of turn');
    expect(() => engine.execute(build.tick({ time: 1_999 }))).toThrow('Time went back');
  });
});
