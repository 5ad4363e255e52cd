import * as z from 'zod/mini';
import type { MarketCondition, MarketStatus } from '#lib/domain/market-status.ts';
import { symbolField } from './fields.ts';
import { marketOf } from './market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

const WIRE_STATUSES = [
  'pre_open',
  'open',
  'post_only',
  'cancel_only',
  'halted',
  'delisted',
] as const;

type WireStatus = (typeof WIRE_STATUSES)[number];

const statuses: Readonly<Record<WireStatus, MarketStatus>> = {
  pre_open: 'pre-open',
  open: 'open',
  post_only: 'post-only',
  cancel_only: 'cancel-only',
  halted: 'halted',
  delisted: 'delisted',
};

/** What a market takes at present. */
export const wireMarketStatus = z.enum(WIRE_STATUSES);

/**
 * What a market takes, and what its auction would do if it opened now: `price` and the `size` that
 * would trade at it; `null` while the market matches, and while no bid meets an ask.
 */
export const wireMarketCondition = z.object({
  symbol: symbolField,
  status: wireMarketStatus,
  auction: z.nullable(z.object({ price: wireNumber, size: wireNumber })),
});

export type WireMarketCondition = z.output<typeof wireMarketCondition>;

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeMarketCondition(condition: MarketCondition): WireMarketCondition {
  const { symbol, status, auction } = condition;
  const { priceDecimals, sizeDecimals } = marketOf(symbol);
  return {
    symbol,
    status: encodeMarketStatus(status),
    auction:
      auction === null
        ? null
        : {
            price: toWireNumber(auction.priceTicks, priceDecimals),
            size: toWireNumber(auction.volumeLots, sizeDecimals),
          },
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeMarketCondition(wire: WireMarketCondition): MarketCondition {
  const { symbol, priceDecimals, sizeDecimals } = marketOf(wire.symbol);
  const { auction } = wire;
  return {
    symbol,
    status: statuses[wire.status],
    auction:
      auction === null
        ? null
        : {
            priceTicks: fromWireNumber(auction.price, priceDecimals),
            volumeLots: fromWireNumber(auction.size, sizeDecimals),
          },
  };
}

/** A status in the spelling of the wire. */
function encodeMarketStatus(status: MarketStatus): WireStatus {
  return WIRE_STATUSES.find((each) => statuses[each] === status) ?? 'halted';
}
