import { type Currency, LUX } from '#lib/domain/currency.ts';
import { type Market, markets } from '#lib/domain/market.ts';

/**
 * The market whose chart stands beside a swap: that of the two tokens, else that of the one of them
 * which is not the quote token. `null` for tokens without a market.
 */
export function pairMarket(pay: Currency | null, receive: Currency | null): Market | null {
  const symbols = [marketSymbol(receive), marketSymbol(pay)];
  for (const symbol of symbols) {
    const market = markets.find(({ baseToken }) => baseToken === symbol);
    if (market !== undefined) return market;
  }
  return null;
}

/** LUX is traded as WLUX. */
function marketSymbol(currency: Currency | null): string | null {
  return currency?.kind === 'native' && currency.symbol === LUX.symbol
    ? 'WLUX'
    : (currency?.symbol ?? null);
}
