import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { Order } from '#lib/domain/order.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { type ChainFacts, unitOf } from './chain-facts.ts';
import { checkRound, type RoundFacts } from './check-round.ts';
import { FEES, type JournalFacts, type TradeFact } from './journal-facts.ts';
import { SAMPLE_TERMS } from './sample-terms.ts';
import { ToldFacts, type ToldFill } from './told-facts.ts';

const MAKER: Address = `0x${'aa'.repeat(20)}`;
const TAKER: Address = `0x${'bb'.repeat(20)}`;
const BACKSTOP: Address = `0x${'cc'.repeat(20)}`;
const PAYOUT: Address = `0x${'dd'.repeat(20)}`;
const FEE_ACCOUNT: Address = `0x${'fe'.repeat(20)}`;
const HOUSE: Address = `0x${'ff'.repeat(20)}`;
const [USDT, BTC] = [0, 1];

/** Dollars and bitcoins; nobody has anything else. */
const quanta = (dollars: number, bitcoins: number) =>
  assets.map(({ id }) => [dollars, bitcoins][id] ?? 0);

/** Of 201 dollars for 0.003 bitcoins. */
const [QUOTE, BASE] = [201_000_000, 300_000];
const [MAKER_FEE, TAKER_FEE] = [40_200, 150];
const PAID = 7_000_000;

const TRADE: TradeFact = {
  id: 1,
  market: 1,
  price: 6_700_000,
  lots: 30,
  takerSells: false,
  maker: { orderId: 8, address: MAKER, nonce: 4, fee: MAKER_FEE },
  taker: { orderId: 12, address: TAKER, nonce: 77, fee: TAKER_FEE },
  reassigned: [],
  wasLeftOut: false,
  isAnnulled: false,
};
const FILL = `${TAKER} 77 ${MAKER} 4 30 6700000`;
const TAKEN_OVER = `${BACKSTOP} ${2 ** 47 + 1} ${MAKER} 4 30 6700000`;
const TOLD: ToldFill = {
  tradeId: 1,
  orderId: 12,
  address: TAKER,
  isMaker: false,
  sells: false,
  price: 6_700_000,
  lots: 30,
  fee: TAKER_FEE,
};
const ORDER = {
  address: TAKER,
  name: '3',
  sells: false,
  price: 6_700_000,
  lots: 30,
  trigger: 0,
  parentId: 0,
};
const BLOCK = { firstSeq: 2, lastSeq: 4, before: '0x01', hash: '0x02' } as const;
const RECEIPT: Receipt = {
  seq: 3,
  orderId: 12,
  order: { ...SAMPLE_TERMS, account: TAKER },
  orderHash: '0x03',
  logHash: BLOCK.before,
  block: { firstSeq: 2, lastSeq: 4, hash: BLOCK.hash },
  chainId: 1_337,
  verifyingContract: HOUSE,
  operator: BACKSTOP,
  signature: '0x04',
};
const DEPOSITS = [
  { depositId: 1, address: MAKER, asset: BTC, quanta: 1_000_000 },
  { depositId: 2, address: TAKER, asset: USDT, quanta: 300_000_000 },
  { depositId: 3, address: BACKSTOP, asset: USDT, quanta: 900_000_000 },
];
const WITHDRAWAL = { address: TAKER, asset: USDT, quanta: PAID, nonce: 5, to: PAYOUT };
const BALANCES: ReadonlyMap<string, readonly number[]> = new Map([
  [MAKER, quanta(QUOTE - MAKER_FEE, 1_000_000 - BASE)],
  [TAKER, quanta(300_000_000 - QUOTE - PAID, BASE - TAKER_FEE)],
  [BACKSTOP, quanta(900_000_000, 0)],
  [FEES, quanta(MAKER_FEE, TAKER_FEE)],
]);

const OPEN = {
  address: MAKER,
  market: 1,
  sells: true,
  price: 6_700_000,
  trigger: 0,
  parentId: 0,
};
const RESTING: Order = {
  orderId: 8,
  clientOrderId: null,
  symbol: 'BTC-USDT',
  side: 'sell',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 6_700_000,
  quantityLots: 60,
  filledLots: 30,
  filledQuanta: QUOTE,
  triggerTicks: 0,
  status: 'partial',
  reason: null,
  parentId: 0,
  expiresMs: 0,
  createdMs: 1,
  updatedMs: 2,
};

type Forged = {
  readonly told?: (told: ToldFacts) => void;
  readonly journal?: Partial<JournalFacts>;
  readonly chain?: Partial<ChainFacts>;
  readonly others?: Partial<Omit<RoundFacts, 'told' | 'journal' | 'chain'>>;
};

/** A taker who bought 0.003 BTC and had seven dollars paid out; and what a test forges of it. */
function round({ told: forge, journal, chain, others }: Forged = {}): RoundFacts {
  const told = new ToldFacts();
  told.order({ ...ORDER, orderId: 12, symbol: 'BTC-USDT' });
  told.fill(TOLD);
  told.asked.push(WITHDRAWAL);
  told.acknowledged.add(`${TAKER} 5`);
  told.accept({ orderId: 12, seq: 3, address: TAKER, order: { ...SAMPLE_TERMS, account: TAKER } });
  told.receipt(RECEIPT);
  forge?.(told);
  const balances = journal?.balances ?? BALANCES;
  return {
    told,
    ends: new Map([[1, 'settled']]),
    open: new Map([[MAKER, []]]),
    ledger: new Map([...balances].filter(([address]) => address === MAKER || address === TAKER)),
    backstop: BACKSTOP,
    narrowed: new Set(),
    payouts: [PAYOUT],
    ...others,
    journal: {
      orders: new Map([
        [8, orderOf(8)],
        [12, orderOf(12)],
      ]),
      legs: new Map(),
      open: new Map(),
      blocks: [BLOCK],
      signed: new Map([['12 3', SAMPLE_TERMS]]),
      trades: [TRADE],
      deposits: DEPOSITS,
      exits: [],
      requested: [WITHDRAWAL],
      paid: [`${TAKER} 5`],
      returned: [],
      settledBatches: 1,
      balances: BALANCES,
      frozen: [],
      ...journal,
    },
    chain: {
      batches: 1,
      fills: [FILL],
      deposits: DEPOSITS,
      paid: [WITHDRAWAL],
      exits: [],
      feeAccount: FEE_ACCOUNT,
      clearingHouse: HOUSE,
      balances: balancesOf(balances),
      tokens: tokensOf(quanta(1_200_000_000 - PAID, 1_000_000), quanta(PAID, 0)),
      ...chain,
    },
  };
}

function orderOf(orderId: 8 | 12) {
  const sells = orderId === 8;
  const address = sells ? MAKER : TAKER;
  return { address, market: 1, sells, prices: [6_700_000], lots: 30, name: sells ? 0 : 3 };
}

function balancesOf(balances: ReadonlyMap<string, readonly number[]>): ChainFacts['balances'] {
  return async (account) => {
    const address = account === FEE_ACCOUNT ? FEES : account;
    return await Promise.resolve(balances.get(address) ?? quanta(0, 0));
  };
}

function tokensOf(held: readonly number[], paid: readonly number[]): ChainFacts['tokens'] {
  return async (owner) => {
    const own = owner === HOUSE ? held : paid;
    const amounts = own.map((each, asset) => ({ asset, amount: BigInt(each) * unitOf(asset) }));
    return await Promise.resolve(amounts);
  };
}

/** The balances, some of them forged. */
function withForged(changes: Readonly<Record<string, readonly number[]>>) {
  return new Map([...BALANCES, ...Object.entries(changes)]);
}

const USED_UP = quanta(300_000_000 - QUOTE - 2 * PAID, BASE - TAKER_FEE);
const [FIRST_DEPOSIT] = DEPOSITS;

describe('a round', () => {
  it('is as it should be when ledger, chain and what users were told say the same', async () => {
    await expect(checkRound(round())).resolves.toBeUndefined();
  });

  it('may have a side taken over of whoever gave reason for it', async () => {
    const reassigned = [{ from: TAKER, to: BACKSTOP }];
    const balances = withForged({
      [TAKER]: quanta(300_000_000 - PAID, 0),
      [BACKSTOP]: quanta(900_000_000 - QUOTE, BASE - TAKER_FEE),
    });
    const facts = {
      journal: { trades: [{ ...TRADE, reassigned, wasLeftOut: true }], balances },
      chain: { fills: [TAKEN_OVER] },
    };
    const narrowed = new Set([TAKER]);
    await expect(checkRound(round({ ...facts, others: { narrowed } }))).resolves.toBeUndefined();
    await expect(checkRound(round(facts))).rejects.toThrow(/nobody gave reason/);
    const others = { narrowed: new Set([MAKER]) };
    await expect(checkRound(round({ ...facts, others }))).rejects.toThrow(/for nothing/);
  });

  it('may have a trade annulled, neither of whose sides kept their word', async () => {
    const trades = [{ ...TRADE, wasLeftOut: true, isAnnulled: true }];
    const balances = withForged({
      [MAKER]: quanta(0, 1_000_000),
      [TAKER]: quanta(300_000_000 - PAID, 0),
      [FEES]: quanta(0, 0),
    });
    const facts = { journal: { trades, balances }, chain: { fills: [] } };
    const narrowed = new Set([MAKER, TAKER]);
    const ends = new Map([[1, 'annulled']] as const);
    const others = { narrowed, ends };
    await expect(checkRound(round({ ...facts, others }))).resolves.toBeUndefined();
    const innocent = { ...others, narrowed: new Set([MAKER]) };
    const forNothing = checkRound(round({ ...facts, others: innocent }));
    await expect(forNothing).rejects.toThrow(/of 0xbb.* was annulled for nothing/);
    const untold = checkRound(round({ ...facts, others: { narrowed } }));
    await expect(untold).rejects.toThrow(/trade 1 is annulled, and its owner settled/);
    const settled = checkRound(round({ ...facts, others, chain: {} }));
    await expect(settled).rejects.toThrow(/trades: the chain has/);
    const kept = { ...facts.journal, balances: withForged({ [MAKER]: quanta(0, 1_000_000) }) };
    await expect(checkRound(round({ ...facts, others, journal: kept }))).rejects.toThrow(/differ/);
  });

  it('may have an order open, of which its owner is told', async () => {
    const facts = {
      journal: { open: new Map([[8, OPEN]]) },
      others: { open: new Map([[MAKER, [RESTING]]]) },
    };
    await expect(checkRound(round(facts))).resolves.toBeUndefined();
    const triggered: Order = { ...RESTING, type: 'stop_limit', triggerTicks: 6_690_000 };
    const others = { open: new Map([[MAKER, [triggered]]]) };
    await expect(checkRound(round({ ...facts, others }))).resolves.toBeUndefined();
  });

  it('may have an exit, which the ledger follows', async () => {
    const exits = [{ address: MAKER, asset: USDT, quanta: QUOTE - MAKER_FEE }];
    const balances = withForged({ [MAKER]: quanta(0, 1_000_000 - BASE) });
    const left = 1_200_000_000 - PAID - (QUOTE - MAKER_FEE);
    const tokens = tokensOf(quanta(left, 1_000_000), quanta(PAID, 0));
    const facts = { journal: { exits, balances }, chain: { exits, tokens } };
    await expect(checkRound(round(facts))).resolves.toBeUndefined();
    const notFollowed = { ...facts, journal: { balances } };
    await expect(checkRound(round(notFollowed))).rejects.toThrow(/exits: the chain has/);
  });
});

describe('a bug is noticed:', () => {
  it.each<[string, Forged, RegExp]>([
    [
      'a deposit that is credited twice',
      {
        journal: {
          deposits: FIRST_DEPOSIT === undefined ? [] : [...DEPOSITS, FIRST_DEPOSIT],
          balances: withForged({ [MAKER]: quanta(QUOTE - MAKER_FEE, 2_000_000 - BASE) }),
        },
      },
      /deposits: the ledger has 1 times more/,
    ],
    [
      'a deposit that is not credited',
      { journal: { deposits: DEPOSITS.slice(1) } },
      /deposits: the chain has 1 times more/,
    ],
    [
      'a deposit that is credited to somebody else',
      {
        journal: {
          deposits: DEPOSITS.map((each) => ({ ...each, address: TAKER })),
        },
      },
      /deposits/,
    ],
    ['a batch that is settled twice', { chain: { fills: [FILL, FILL], batches: 2 } }, /trades: /],
    ['a batch that the ledger does not have', { chain: { batches: 2 } }, /2 batches, the ledger 1/],
    [
      'a trade that is lost',
      { journal: { trades: [] }, chain: { fills: [] } },
      /trade 1 was told and is lost/,
    ],
    ['a trade that is never settled', { chain: { fills: [] } }, /trades: the ledger has/],
    [
      'a trade that is settled at another price',
      { chain: { fills: [FILL.replace('6700000', '6700001')] } },
      /trades: /,
    ],
    [
      'a trade whose owner is not told that it is settled',
      { others: { ends: new Map() } },
      /not told/,
    ],
    [
      'an order that was acknowledged and is lost',
      { journal: { orders: new Map([[8, orderOf(8)]]) } },
      /order 12 was told and is lost/,
    ],
    [
      'an order at another price than was told',
      { journal: { orders: new Map([[12, { ...orderOf(12), prices: [1] }]]) } },
      /order 12 was told as/,
    ],
    [
      'an order that is taken twice',
      {
        journal: {
          orders: new Map([
            [8, orderOf(8)],
            [12, orderOf(12)],
            [16, orderOf(12)],
          ]),
        },
      },
      /orders 12 and 16 are the same one/,
    ],
    [
      'a fee that is one off everywhere',
      {
        told: (told) => {
          told.fills.clear();
          told.fill({ ...TOLD, fee: TAKER_FEE + 1 });
        },
        journal: {
          trades: [{ ...TRADE, taker: { ...TRADE.taker, fee: TAKER_FEE + 1 } }],
          balances: withForged({
            [TAKER]: quanta(300_000_000 - QUOTE - PAID, BASE - TAKER_FEE - 1),
            [FEES]: quanta(MAKER_FEE, TAKER_FEE + 1),
          }),
        },
      },
      /balances of 0xbb.* differ/,
    ],
    [
      'a fee that is told otherwise than it is taken',
      {
        told: (told) => {
          told.fills.clear();
          told.fill({ ...TOLD, fee: TAKER_FEE - 1 });
        },
      },
      /trade 1 was told as/,
    ],
    [
      'a fee that nobody receives',
      { journal: { balances: withForged({ [FEES]: quanta(MAKER_FEE, 0) }) } },
      /balances of fees differ/,
    ],
    [
      'a withdrawal that is paid twice on chain',
      {
        chain: {
          paid: [WITHDRAWAL, WITHDRAWAL],
          balances: balancesOf(withForged({ [TAKER]: USED_UP })),
        },
      },
      /withdrawals: the chain has 1 times more/,
    ],
    [
      'a withdrawal that is paid twice on both sides',
      {
        journal: {
          paid: [`${TAKER} 5`, `${TAKER} 5`],
          balances: withForged({ [TAKER]: USED_UP }),
        },
        chain: { paid: [WITHDRAWAL, WITHDRAWAL] },
      },
      /came to 2 ends/,
    ],
    [
      'a withdrawal that is put back and paid',
      { journal: { returned: [`${TAKER} 5`] } },
      /came to 2 ends/,
    ],
    [
      'a withdrawal that nobody asked for',
      { told: (told) => told.asked.splice(0) },
      /is not as anybody asked for it/,
    ],
    [
      'a withdrawal that was told and is lost',
      { told: (told) => told.acknowledged.add(`${TAKER} 6`) },
      /withdrawal 0xbb.* 6 was told and is lost/,
    ],
    [
      'a withdrawal that is paid to somebody else',
      { chain: { paid: [{ ...WITHDRAWAL, to: MAKER }] } },
      /was not asked for as it was paid/,
    ],
    [
      'a quantum that is missing on chain',
      {
        chain: {
          balances: balancesOf(withForged({ [MAKER]: quanta(QUOTE - MAKER_FEE - 1, 700_000) })),
        },
      },
      /balances of 0xaa.* differ/,
    ],
    [
      'a balance that its owner is told otherwise',
      { others: { ledger: new Map([[TAKER, quanta(1, 1)]]) } },
      /balances of 0xbb.* differ/,
    ],
    [
      'a token that left the contract',
      { chain: { tokens: tokensOf(quanta(1_200_000_000 - PAID - 1, 1_000_000), quanta(PAID, 0)) } },
      /are held and .* owed/,
    ],
    [
      'a payment that did not arrive',
      { chain: { tokens: tokensOf(quanta(1_200_000_000 - PAID, 1_000_000), quanta(0, 0)) } },
      /paid were/,
    ],
    [
      'an order that is lost, of which there is a receipt',
      { journal: { signed: new Map() } },
      /the journal has lost order 12 3/,
    ],
    [
      'an open order that its owner is not told of',
      { journal: { open: new Map([[8, OPEN]]) } },
      /open orders of 0xaa.* differ: told undefined, in the journal \[8,/,
    ],
    [
      'an open order that there is not',
      { others: { open: new Map([[MAKER, [RESTING]]]) } },
      /open orders of 0xaa.* differ: told \[8,/,
    ],
    [
      'an open order that is told at another price',
      {
        journal: { open: new Map([[8, { ...OPEN, price: 6_700_001 }]]) },
        others: { open: new Map([[MAKER, [RESTING]]]) },
      },
      /open orders of 0xaa.* differ/,
    ],
    [
      'a side that somebody else than the backstop took over',
      {
        journal: {
          trades: [{ ...TRADE, reassigned: [{ from: TAKER, to: MAKER }], wasLeftOut: true }],
        },
        chain: { fills: [`${MAKER} 77 ${MAKER} 4 30 6700000`] },
        others: { narrowed: new Set([TAKER]) },
      },
      /was taken over by/,
    ],
  ])('%s', async (_, forged, message) => {
    await expect(checkRound(round(forged))).rejects.toThrow(message);
  });

  it('two trades that are settled the other way round', async () => {
    const second = { ...TRADE, id: 2, taker: { ...TRADE.taker, nonce: 78, orderId: 16 } };
    const fills = [FILL.replace(' 77 ', ' 78 '), FILL];
    const facts = round({ journal: { trades: [TRADE, second] }, chain: { fills } });
    await expect(checkRound(facts)).rejects.toThrow(/out of order/);
  });
});
