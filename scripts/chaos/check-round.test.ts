import { expect, it } from 'vitest';
import { assets } from '#lib/domain/asset.ts';
import type { ChainFacts } from './chain-facts.ts';
import { checkRound, type RoundFacts } from './check-round.ts';

const MAKER = `0x${'aa'.repeat(20)}` as const;
const TAKER = `0x${'bb'.repeat(20)}` as const;

/** BTC and dollars; nobody has anything else. */
const quanta = (dollars: number, bitcoins: number) =>
  assets.map(({ symbol }) => ({ USDT: dollars, BTC: bitcoins })[symbol as string] ?? 0);

const RECEIPT = { id: 1, price: 6_700_000, lots: 30, makerOrder: 8, takerOrder: 12 };
const FILL = `${TAKER} 7 ${MAKER} 4 30 6700000`;

/** A taker who bought 0.003 BTC. */
function round({
  chain = {},
  ...others
}: { chain?: Partial<ChainFacts> } & Partial<Omit<RoundFacts, 'chain'>> = {}) {
  const balances: Record<string, readonly number[]> = {
    [MAKER]: quanta(201_000_000 - 40_200, 700_000),
    [TAKER]: quanta(99_000_000, 300_000 - 150),
  };
  return checkRound({
    receipts: [RECEIPT],
    journal: {
      orders: new Map([
        [8, { address: MAKER, nonce: 4 }],
        [12, { address: TAKER, nonce: 7 }],
      ]),
      trades: [{ ...RECEIPT, takerSells: false }],
      paid: [],
    },
    ledger: [
      { address: MAKER, quanta: balances[MAKER] ?? [] },
      { address: TAKER, quanta: balances[TAKER] ?? [] },
    ],
    ...others,
    chain: {
      batches: 1,
      fills: [FILL],
      paid: [],
      flows: new Map([
        [MAKER, quanta(0, 1_000_000)],
        [TAKER, quanta(300_000_000, 0)],
      ]),
      balances: async (account) => await Promise.resolve(balances[account] ?? []),
      ...chain,
    },
  });
}

it('is content when ledger, chain and receipts say the same', async () => {
  await expect(round()).resolves.toBeUndefined();
});

it.each([
  ['a trade that is settled twice', { chain: { fills: [FILL, FILL] } }, /2 fills .* of 1 trades/],
  ['a trade that is not settled', { chain: { fills: [] } }, /is settled as nothing/],
  ['another price', { chain: { fills: [`${TAKER} 7 ${MAKER} 4 30 6700001`] } }, /is settled as/],
  ['a trade that was told and is lost', { receipts: [RECEIPT, { ...RECEIPT, id: 2 }] }, /is lost/],
  ['a trade told otherwise', { receipts: [{ ...RECEIPT, lots: 31 }] }, /not as it was told/],
  ['a withdrawal the ledger lacks', { chain: { paid: [`${TAKER} 1`] } }, /withdrawals: paid/],
  [
    'a quantum that is missing on chain',
    {
      chain: { balances: async () => await Promise.resolve(quanta(201_000_000 - 40_201, 700_000)) },
    },
    /in the ledger/,
  ],
  [
    'a deposit that the ledger does not have',
    { chain: { flows: new Map([[MAKER, quanta(1, 1_000_000)]]) } },
    /reckoned/,
  ],
])('finds %s', async (_, facts, message) => {
  await expect(round(facts)).rejects.toThrow(message);
});
