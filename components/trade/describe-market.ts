import type { BadgeTone } from '#components/ui/badge.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import { priceText, sizeText } from '#lib/order-ticket/ticket-text.ts';

/** A market that is not simply open, in a word and in a sentence. */
export type MarketBadge = {
  readonly label: string;
  readonly title: string;
  readonly tone: BadgeTone;
};

/** What to know of a market before one looks at its price; `null` while it trades as always. */
export function describeMarket(
  condition: Pick<MarketCondition, 'status' | 'auction'> | null,
  market: Market,
): MarketBadge | null {
  if (condition === null) return null;
  const { status, auction } = condition;
  switch (status) {
    case 'open':
      return null;
    case 'pre-open':
      if (auction === null) {
        const title = 'Orders are collected for the opening auction. So far no bid meets an ask.';
        return { label: 'Auction', title, tone: 'info' };
      }
      return {
        label: `Auction at ${priceText(auction.priceTicks, market)}`,
        title: `Orders are collected for the opening auction. As the book stands, ${sizeText(auction.volumeLots, market)} would trade at this price.`,
        tone: 'info',
      };
    case 'post-only':
      return {
        label: 'Post-only',
        title: 'Only orders that add liquidity are taken for now.',
        tone: 'warn',
      };
    case 'cancel-only':
      return {
        label: 'Cancels only',
        title: 'No new order is taken for now. Open orders can be canceled, or made smaller.',
        tone: 'warn',
      };
    case 'halted':
      return {
        label: 'Halted',
        title: 'Trading is halted. Open orders can be canceled.',
        tone: 'down',
      };
    case 'delisted':
      return { label: 'Delisted', title: 'Nothing is traded here any more.', tone: 'neutral' };
    default:
      return status satisfies never;
  }
}
