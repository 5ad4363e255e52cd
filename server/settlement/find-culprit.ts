import { readSettledBatch } from '#lib/chain/read-settled-batch.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { ONE_SHOT_FLAG } from '#lib/domain/signed-order.ts';
import type { RevertReason } from '#server/chain/index.ts';
import type { ComposedBatch, SettleableTrade } from './compose-batch.ts';
import type { SignedVersion } from './signed-version.ts';

/** What stands in the way of a batch. */
export type Culprit =
  /** What an account signed does not count (any more): its side of these trades cannot be settled. */
  | { readonly kind: 'account'; readonly account: number; readonly trades: readonly number[] }
  /** The contract does not take these trades as they are, and nobody's signature is to blame. */
  | { readonly kind: 'trades'; readonly trades: readonly number[] }
  /** An account has less on chain than the engine thinks. */
  | { readonly kind: 'balance'; readonly account: Address; readonly trades: readonly number[] }
  /** No batch at all would be taken. */
  | { readonly kind: 'everything' }
  | { readonly kind: 'unknown' };

/** Errors that name the place of an order, because its signature does not count. */
const REFUSED_ORDERS = new Set([
  'SignatureExpired',
  'EpochEnded',
  'WrongSigner',
  'AgentNotAllowed',
  'ContractSignatureRefused',
  'OrderCanceledOnChain',
]);
/** Errors that name the place of an order that cannot be settled for another reason. */
const UNFIT_ORDERS = new Set([
  'OneShotNonceUsed',
  'Overfilled',
  'UnsupportedFlags',
  'TermOutOfRange',
  'OrderBelowMinimum',
]);
/** Errors that name the place of a fill. */
const UNFIT_FILLS = new Set([
  'EmptyFill',
  'MarketsDiffer',
  'SidesEqual',
  'SelfTrade',
  'PriceOutsideLimits',
  'OneShotOrderRests',
  'PostOnlyOrderTakes',
  'PriceOfMakerDiffers',
]);
/** Errors that stay whatever is in the batch. */
const OF_EVERYTHING = new Set([
  'NotOperator',
  'ClearingHousePaused',
  'WrongSequence',
  'UnknownBatchVersion',
  'MarketInactive',
  'UnknownMarket',
  'FeeAboveMarketCap',
]);

/** What an error of the contract says of a batch that has trades only. */
export function findCulprit({ code, args }: RevertReason, composed: ComposedBatch): Culprit {
  if (OF_EVERYTHING.has(code)) return { kind: 'everything' };
  const [first] = Object.values(args);
  if (code === 'AccountExiting') return ofAccount(composed, first as Address);
  if (code === 'InsufficientBalance') {
    const account = first as Address;
    return { kind: 'balance', account, trades: idsOf(composed.trades, withAccount(account)) };
  }
  const place = Number(first);
  if (UNFIT_FILLS.has(code)) {
    const trade = composed.trades[place];
    return trade === undefined ? { kind: 'unknown' } : { kind: 'trades', trades: [trade.tradeId] };
  }
  if (REFUSED_ORDERS.has(code)) return ofOrder(composed, place);
  if (!UNFIT_ORDERS.has(code)) return { kind: 'unknown' };
  const found = ofOrder(composed, place);
  return found.kind === 'account' ? { kind: 'trades', trades: found.trades } : found;
}

/** Orders of a batch are numbered as they are sorted in it. */
function ofOrder({ unsigned, trades }: ComposedBatch, place: number): Culprit {
  const order = readSettledBatch(unsigned).orders[place];
  if (order === undefined) return { kind: 'unknown' };
  const isIt = ({ order: { account, nonce, flags } }: SignedVersion) =>
    sameAddress(account, order.account) &&
    nonce === order.nonce &&
    (flags & ONE_SHOT_FLAG) === (order.flags & ONE_SHOT_FLAG);
  const found = trades.filter((trade) => versionsOf(trade).some(isIt));
  const version = found.flatMap(versionsOf).find(isIt);
  if (version === undefined) return { kind: 'unknown' };
  const ids = found.map(({ tradeId }) => tradeId);
  return { kind: 'account', account: version.account, trades: ids };
}

function ofAccount({ trades }: ComposedBatch, address: Address): Culprit {
  const isTheirs = withAccount(address);
  const found = trades.flatMap(versionsOf).find(({ order }) => sameAddress(order.account, address));
  if (found === undefined) return { kind: 'unknown' };
  return { kind: 'account', account: found.account, trades: idsOf(trades, isTheirs) };
}

function withAccount(address: Address): (trade: SettleableTrade) => boolean {
  return (trade) => versionsOf(trade).some(({ order }) => sameAddress(order.account, address));
}

function idsOf(
  trades: readonly SettleableTrade[],
  isWanted: (trade: SettleableTrade) => boolean,
): readonly number[] {
  return trades.filter(isWanted).map(({ tradeId }) => tradeId);
}

function versionsOf({ makerVersion, takerVersion }: SettleableTrade): readonly SignedVersion[] {
  return [makerVersion, takerVersion];
}
