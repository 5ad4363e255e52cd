import { findMarket, type Market } from '#lib/domain/market.ts';
import { ProtocolError } from './protocol-error.ts';

/** Markets of the contract whose capability is not there yet. */
const SYMBOLS_TO_COME: ReadonlySet<string> = new Set(['BTC-PERP', 'ETH-PERP', 'LUX-PERP']);

/**
 * The market that a symbol on the wire names; aliases are understood.
 *
 * @throws ProtocolError `gateway/unknown-symbol`, or `gateway/not-available` for a perpetual.
 */
export function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market !== undefined) return market;
  const code = SYMBOLS_TO_COME.has(symbol) ? 'gateway/not-available' : 'gateway/unknown-symbol';
  throw new ProtocolError(code, { facts: { symbol } });
}
