import { findMarket, type Market } from '#lib/domain/market.ts';
import { ProtocolError } from './protocol-error.ts';

/**
 * The market that a symbol on the wire names; aliases are understood.
 *
 * @throws ProtocolError `gateway/unknown-symbol`.
 */
export function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market === undefined)
    throw new ProtocolError('gateway/unknown-symbol', { facts: { symbol } });
  return market;
}
