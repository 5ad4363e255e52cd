import { assets } from '#lib/domain/asset.ts';
import { feeOf } from '#lib/domain/fee.ts';
import { findMarketById, type Market } from '#lib/domain/market.ts';
import type { ChainFacts, Flow } from './chain-facts.ts';
import { FEES, type JournalFacts, type TradeFact } from './journal-facts.ts';

/** Quanta by asset of the ledger, by account. */
class Balances {
  readonly #own = new Map<string, number[]>();

  add(address: string, asset: number, quanta: number): void {
    const own = this.#own.get(address) ?? assets.map(() => 0);
    own[asset] = (own[asset] ?? 0) + quanta;
    this.#own.set(address, own);
  }

  of(address: string): readonly number[] {
    return this.#own.get(address) ?? assets.map(() => 0);
  }

  addresses(): readonly string[] {
    return [...this.#own.keys()];
  }
}

/**
 * What everybody must have: money that came to the contract and left it, and the trades, reckoned
 * once more from price, lots and the market's rates. Fees are under `fees`.
 */
export function reckonBalances(journal: JournalFacts, chain: ChainFacts): Balances {
  const balances = new Balances();
  const move = (flows: readonly Flow[], sign: 1 | -1) => {
    for (const { address, asset, quanta } of flows) balances.add(address, asset, sign * quanta);
  };
  move(chain.deposits, 1);
  move(chain.paid, -1);
  move(chain.exits, -1);
  for (const trade of journal.trades) if (!trade.isAnnulled) addTrade(balances, trade);
  return balances;
}

function addTrade(balances: Balances, trade: TradeFact): void {
  const market = findMarketById(trade.market);
  if (market === undefined) throw new TypeError(`there is no market ${trade.market}`);
  const { takerSells } = trade;
  addSide(balances, {
    trade,
    market,
    address: sideAfter(trade, trade.taker.address),
    sells: takerSells,
    ppm: market.takerFeePpm,
  });
  addSide(balances, {
    trade,
    market,
    address: sideAfter(trade, trade.maker.address),
    sells: !takerSells,
    ppm: market.makerFeePpm,
  });
}

type Side = {
  readonly trade: TradeFact;
  readonly market: Market;
  readonly address: string;
  readonly sells: boolean;
  readonly ppm: number;
};

function addSide(balances: Balances, { trade, market, address, sells, ppm }: Side): void {
  const base = trade.lots * market.unitsPerLot;
  const quote = trade.lots * trade.price * market.k;
  const [paid, received] = sells ? [base, quote] : [quote, base];
  const [paidAsset, receivedAsset] = sells
    ? [market.baseAsset, market.quoteAsset]
    : [market.quoteAsset, market.baseAsset];
  const fee = feeOf(received, ppm);
  balances.add(address, paidAsset, -paid);
  balances.add(address, receivedAsset, received - fee);
  balances.add(FEES, receivedAsset, fee);
}

/** Whose side it is after everybody who took it over. */
export function sideAfter({ reassigned }: TradeFact, address: string): string {
  return reassigned.reduce((owner, { from, to }) => (owner === from ? to : owner), address);
}
