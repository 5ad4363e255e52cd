import { describe, expect, it } from 'vitest';
import { checkLegs } from './check-legs.ts';
import type { TradeFact } from './journal-facts.ts';
import type { LegFact, OpenOrderFact } from './leg-facts.ts';

const BUYER = `0x${'aa'.repeat(20)}`;
const OTHER = `0x${'bb'.repeat(20)}`;
const [PARENT, PROFIT, LOSS] = [40, 41, 42];
const STRANGERS = 8;

const PROFIT_LEG: LegFact = {
  parentId: PARENT,
  isStop: false,
  market: 1,
  sells: true,
  prices: [110],
  triggers: [0],
  activated: { trades: 1, lots: 30 },
};
const LOSS_LEG: LegFact = { ...PROFIT_LEG, isStop: true, prices: [80], triggers: [90] };

type GivenTrade = { readonly orderId: number; readonly price: number; readonly lots?: number };

/** Trades of these orders, one after another, with somebody else. */
function tradesOf(given: readonly GivenTrade[]): readonly TradeFact[] {
  return given.map(({ orderId, price, lots = 30 }, index) => ({
    id: index + 1,
    market: 1,
    price,
    lots,
    takerSells: true,
    maker: { orderId: STRANGERS, address: OTHER, nonce: 64, fee: 0 },
    taker: { orderId, address: BUYER, nonce: 65, fee: 0 },
    reassigned: [],
    wasLeftOut: false,
    isAnnulled: false,
  }));
}

type Given = {
  readonly trades: readonly GivenTrade[];
  readonly profit?: Partial<LegFact>;
  readonly loss?: Partial<LegFact>;
  readonly open?: ReadonlyMap<number, OpenOrderFact>;
};

function check({ trades, profit, loss, open = new Map() }: Given): void {
  const legs = new Map([
    [PROFIT, { ...PROFIT_LEG, ...profit }],
    [LOSS, { ...LOSS_LEG, ...loss }],
  ]);
  checkLegs({ legs, open, trades: tradesOf(trades) });
}

const BOUGHT = { orderId: PARENT, price: 100 };
const STRANGE = 1_000;
const WAITING: OpenOrderFact = {
  address: BUYER,
  market: 1,
  sells: true,
  price: 80,
  trigger: 90,
  parentId: 0,
};

describe('take-profits and stop-losses', () => {
  it.each<[string, Given]>([
    ['nothing happens to them', { trades: [BOUGHT] }],
    ['a profit is taken', { trades: [BOUGHT, { orderId: PROFIT, price: 112 }] }],
    [
      'a loss is stopped behind a trade at its trigger',
      { trades: [BOUGHT, { orderId: STRANGE, price: 90 }, { orderId: LOSS, price: 85 }] },
    ],
    [
      'a profit is taken in part, then a loss is stopped',
      {
        trades: [
          BOUGHT,
          { orderId: PROFIT, price: 110, lots: 10 },
          { orderId: STRANGE, price: 89 },
          { orderId: LOSS, price: 88, lots: 20 },
        ],
      },
    ],
    [
      'the trigger was reached before it became an order',
      {
        trades: [
          { ...BOUGHT, price: 90 },
          { orderId: LOSS, price: 85 },
        ],
      },
    ],
    [
      'the order was changed to a price that is reached',
      {
        loss: { triggers: [90, 95] },
        trades: [BOUGHT, { orderId: STRANGE, price: 95 }, { orderId: LOSS, price: 85 }],
      },
    ],
    [
      'a stop waits for a price that is not reached',
      { trades: [BOUGHT, { orderId: STRANGE, price: 91 }], open: new Map([[LOSS, WAITING]]) },
    ],
    [
      'a leg waits for an order that is open',
      {
        trades: [],
        open: new Map([
          [PARENT, { ...WAITING, sells: false, trigger: 0 }],
          [LOSS, { ...WAITING, parentId: PARENT }],
        ]),
      },
    ],
  ])('are as they should be when %s', (_, given) => {
    expect(() => check(given)).not.toThrow();
  });

  it.each<[string, Given, RegExp]>([
    [
      'a leg that fills more than its order did',
      { trades: [BOUGHT, { orderId: PROFIT, price: 110, lots: 31 }] },
      /legs of order 40 filled 31 lots, and it 30/,
    ],
    [
      'legs that together fill more than their order did',
      {
        trades: [
          BOUGHT,
          { orderId: PROFIT, price: 110, lots: 20 },
          { orderId: STRANGE, price: 90 },
          { orderId: LOSS, price: 88, lots: 11 },
        ],
      },
      /filled 31 lots, and it 30/,
    ],
    [
      'a take-profit that trades on behind its stop',
      {
        trades: [
          BOUGHT,
          { orderId: STRANGE, price: 90 },
          { orderId: LOSS, price: 88, lots: 10 },
          { orderId: PROFIT, price: 110, lots: 10 },
        ],
      },
      /both legs 41 and 42 were executed/,
    ],
    [
      'a stop whose price was not reached',
      { trades: [BOUGHT, { orderId: STRANGE, price: 91 }, { orderId: LOSS, price: 88 }] },
      /stop 42 was executed before 90/,
    ],
    [
      'a stop whose price was reached long before it was an order',
      {
        loss: { activated: { trades: 2, lots: 30 } },
        trades: [{ orderId: STRANGE, price: 90 }, BOUGHT, { orderId: LOSS, price: 88 }],
      },
      /stop 42 was executed before 90/,
    ],
    [
      'a stop that trades and never was an order',
      {
        loss: { activated: null },
        trades: [
          { ...BOUGHT, price: 90 },
          { orderId: LOSS, price: 88 },
        ],
      },
      /never activated/,
    ],
    [
      'a leg that trades at a worse price than its own',
      { trades: [BOUGHT, { orderId: PROFIT, price: 109 }] },
      /leg 41 of 110 traded at 109/,
    ],
    [
      'a leg that buys at a worse price than its own',
      { profit: { sells: false }, trades: [BOUGHT, { orderId: PROFIT, price: 111 }] },
      /leg 41 of 110 traded at 111/,
    ],
    [
      'a stop that waits for a price that was reached',
      { trades: [BOUGHT, { orderId: STRANGE, price: 90 }], open: new Map([[LOSS, WAITING]]) },
      /stop 42 waits for 90, and the last price is 90/,
    ],
    [
      'a leg that waits for an order that is done',
      { trades: [BOUGHT], open: new Map([[LOSS, { ...WAITING, parentId: PARENT }]]) },
      /waits for order 40, which is done/,
    ],
  ])('are noticed: %s', (_, given, message) => {
    expect(() => check(given)).toThrow(message);
  });
});
