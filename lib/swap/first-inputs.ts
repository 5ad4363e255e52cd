import { LUX, sameCurrency, type Token } from '#lib/domain/currency.ts';
import { markets } from '#lib/domain/market.ts';
import type { SwapLink } from './swap-link.ts';

/**
 * What the page begins with: what its link asks for; where that leaves the pay side open LUX, and with
 * nothing asked at all LUX for the dollar token.
 */
export function firstInputs(link: SwapLink, tokens: readonly Token[]): SwapLink {
  const isPayNamed = link.pay !== null || link.unlisted.some(({ side }) => side === 'pay');
  if (isPayNamed) return link;
  if (link.receive !== null && sameCurrency(link.receive, LUX)) return link;
  if (link.receive !== null || link.unlisted.length > 0) return { ...link, pay: LUX };
  const dollar = markets[0]?.quoteToken;
  const receive = tokens.find(({ symbol }) => symbol === dollar) ?? null;
  return { ...link, pay: LUX, receive };
}
