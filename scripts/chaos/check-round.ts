import { assets } from '#lib/domain/asset.ts';
import { feeOf } from '#lib/domain/fee.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { ChainFacts } from './chain-facts.ts';
import { CHAOS_MARKET, type ChaosMessage, type TradeReceipt } from './chaos-messages.ts';
import type { JournalFacts } from './journal-facts.ts';

export type RoundFacts = {
  /** What users were told. */
  readonly receipts: readonly TradeReceipt[];
  readonly journal: JournalFacts;
  readonly chain: ChainFacts;
  /** What the exchange says that everybody has. */
  readonly ledger: Extract<ChaosMessage, { say: 'quiet' }>['ledger'];
};

/**
 * Compares what users were told, the journal, and the contract.
 *
 * @throws Error on the first thing that is not the same to the unit.
 */
export async function checkRound({ receipts, journal, chain, ledger }: RoundFacts): Promise<void> {
  checkReceipts(receipts, journal);
  const matched = journal.trades.map((trade) => fillOf(trade, journal));
  for (const [place, expected] of matched.entries()) {
    const found = chain.fills[place];
    if (found === expected) continue;
    throw new Error(`trade ${place + 1} (${expected}) is settled as ${found ?? 'nothing'}`);
  }
  if (chain.fills.length > matched.length) {
    throw new Error(`${chain.fills.length} fills are settled of ${matched.length} trades`);
  }
  const [one, other] = [chain.paid, journal.paid].map((paid) => [...paid].sort().join());
  if (one !== other) throw new Error(`withdrawals: paid ${one}, in the ledger ${other}`);
  if (new Set(chain.paid).size < chain.paid.length) throw new Error('a withdrawal was paid twice');
  const reckoned = reckonedBalances(journal, chain);
  for (const { address, quanta } of ledger) {
    const onChain = await chain.balances(address);
    const own = reckoned.get(address.toLowerCase()) ?? assets.map(() => 0);
    const texts = [quanta, onChain, own].map((each) => each.join(' '));
    if (new Set(texts).size === 1) continue;
    const [inLedger, contract, sum] = texts;
    throw new Error(
      `${address} has ${inLedger} in the ledger, ${contract} on chain, reckoned ${sum}`,
    );
  }
}

function checkReceipts(receipts: readonly TradeReceipt[], { trades }: JournalFacts): void {
  for (const receipt of receipts) {
    const trade = trades[receipt.id - 1];
    if (trade === undefined) throw new Error(`trade ${receipt.id} was told and is lost`);
    const { takerSells: _, ...told } = trade;
    if (JSON.stringify(told) === JSON.stringify(receipt)) continue;
    throw new Error(`trade ${receipt.id} is not as it was told`);
  }
}

function orderOf({ orders }: JournalFacts, orderId: number) {
  const order = orders.get(orderId);
  if (order === undefined) throw new Error(`nobody placed order ${orderId}`);
  return order;
}

function fillOf(trade: TradeReceipt, journal: JournalFacts): string {
  const sides = [trade.takerOrder, trade.makerOrder].map((orderId) => {
    const { address, nonce } = orderOf(journal, orderId);
    return `${address} ${nonce}`;
  });
  return `${sides.join(' ')} ${trade.lots} ${trade.price}`;
}

/** What everybody must have: money that came and went, and the trades, reckoned once more. */
function reckonedBalances(journal: JournalFacts, { flows }: ChainFacts) {
  const market = findMarket(CHAOS_MARKET);
  if (market === undefined) throw new TypeError(`there is no market ${CHAOS_MARKET}`);
  const balances = new Map([...flows].map(([address, quanta]) => [address, [...quanta]]));
  const add = (address: string, asset: number, quanta: number) => {
    const own = balances.get(address) ?? assets.map(() => 0);
    own[asset] = (own[asset] ?? 0) + quanta;
    balances.set(address, own);
  };
  for (const { takerSells, makerOrder, takerOrder, lots, price } of journal.trades) {
    const base = lots * market.unitsPerLot;
    const quote = lots * price * market.k;
    const [buyer, seller] = takerSells ? [makerOrder, takerOrder] : [takerOrder, makerOrder];
    const buyerPpm = takerSells ? market.makerFeePpm : market.takerFeePpm;
    const sellerPpm = takerSells ? market.takerFeePpm : market.makerFeePpm;
    const { address: buys } = orderOf(journal, buyer);
    const { address: sells } = orderOf(journal, seller);
    add(buys, market.quoteAsset, -quote);
    add(buys, market.baseAsset, base - feeOf(base, buyerPpm));
    add(sells, market.baseAsset, -base);
    add(sells, market.quoteAsset, quote - feeOf(quote, sellerPpm));
  }
  return balances;
}
