import { LUX, sameCurrency, type Token } from '#lib/domain/currency.ts';
import { markets } from '#lib/domain/market.ts';
import type { SwapLink } from './swap-link.ts';

/**
 * What the page begins with: what its link asks for; where that leaves the pay side open LUX, and with
 * nothing asked at all LUX for the dollar token.
 */
export function firstInputs(link: SwapLink, tokens: readonly Token[]): SwapLink {
  if (link.pay !== null || link.unlisted !== null) return link;
  if (link.receive !== null) {
    return sameCurrency(link.receive, LUX) ? link : { ...link, pay: LUX };
  }
  const dollar = markets[0]?.quoteToken;
  const receive = tokens.find(({ symbol }) => symbol === dollar) ?? null;
  return { ...link, pay: LUX, receive };
}
