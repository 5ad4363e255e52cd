import { bytesToHex, encodeFunctionData, type Hex, hexToBytes } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { signOrder } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import { encodeBatch, type SettlementOrder } from '#lib/chain/settlement-batch.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import {
  ONE_SHOT_FLAG,
  POST_ONLY_FLAG,
  SELL_FLAG,
  type SignedOrder,
} from '#lib/domain/signed-order.ts';
import type { BenchSender } from './bench-sender.ts';
import type { BenchTrader, Crowd } from './bench-traders.ts';

/** Trades that are settled in one batch: each taker buys once, all of its order. */
export type Flow = {
  readonly market: Market;
  readonly crowd: Crowd;
  readonly price: number;
  /** Lots of a trade. */
  readonly lots: number;
  /** Of the first resting order of each maker; those of the others follow. */
  readonly firstNonce: number;
  /** Whether each maker has one order for all its trades, or one for each. */
  readonly makersOrders: 'one' | 'each';
  readonly signedBy: 'owners' | 'trading keys';
};

const HOUR = 3_600;

/**
 * Settles a flow and says what a match costs.
 *
 * @returns gas of the whole transaction divided by its matches
 */
export async function gasOfMatch(
  flow: Flow,
  chain: {
    readonly operator: BenchSender;
    readonly domain: OrderDomain;
    /** Number of the batch. */
    readonly sequence: number;
    /** Unix seconds of the chain. */
    readonly now: number;
  },
): Promise<number> {
  const { takers, makers } = flow.crowd;
  const resting = flow.makersOrders === 'one' ? makers.length : takers.length;
  const sells = Array.from({ length: resting }, (_, index) => sellOf(flow, index, chain.now));
  const buys = takers.map((taker, index) => buyOf(flow, { taker, index, now: chain.now }));
  const orders = await Promise.all(
    [...buys, ...sells].map((drawn) => signed(flow, drawn, chain.domain)),
  );
  const fills = takers.map((_, index) => ({
    taker: index,
    maker: takers.length + (index % resting),
    lots: flow.lots as Lots,
    price: null,
    auction: false,
  }));
  const { bytes } = encodeBatch({ sequence: chain.sequence, orders, fills, withdrawals: [] });
  const data = settleData(bytesToHex(bytes));
  const [gas = 0] = await chain.operator.gasOf([{ to: chain.domain.verifyingContract, data }]);
  return Math.round(gas / takers.length);
}

type DrawnOrder = { readonly trader: BenchTrader; readonly order: SignedOrder };

function sellOf(flow: Flow, index: number, now: number): DrawnOrder {
  const { makers, takers } = flow.crowd;
  const trader = makers[index % makers.length];
  if (trader === undefined) throw new Error('a flow has makers');
  const trades = flow.makersOrders === 'one' ? Math.ceil(takers.length / makers.length) : 1;
  const order = {
    ...termsOf(flow, trader),
    flags: SELL_FLAG | POST_ONLY_FLAG,
    price: flow.price as Ticks,
    quantity: (flow.lots * trades) as Lots,
    nonce: flow.firstNonce + Math.floor(index / makers.length),
    expiry: now + HOUR + index,
  };
  return { trader, order };
}

function buyOf(
  flow: Flow,
  { taker: trader, index, now }: { taker: BenchTrader; index: number; now: number },
): DrawnOrder {
  const order = {
    ...termsOf(flow, trader),
    flags: ONE_SHOT_FLAG,
    // Takers agree to somewhat more than they pay.
    price: (flow.price + 77) as Ticks,
    quantity: flow.lots as Lots,
    // Of one-shot orders the time in milliseconds; it grows with each flow.
    nonce: 1_700_000_000_123 + flow.firstNonce * 1_000 + index,
    expiry: now + HOUR + index,
  };
  return { trader, order };
}

function termsOf({ market }: Flow, { address: account }: BenchTrader) {
  const maxFeePpm = market.takerFeePpm;
  return { account, market: market.id, triggerPrice: 0 as Ticks, epoch: 0, maxFeePpm };
}

async function signed(
  { market, signedBy }: Flow,
  { trader, order }: DrawnOrder,
  domain: OrderDomain,
): Promise<SettlementOrder> {
  const privateKey = signedBy === 'owners' ? trader.ownerKey : trader.tradingKey;
  const bytes = hexToBytes(await signOrder({ privateKey }, { domain, order }));
  const { makerFeePpm, takerFeePpm } = market;
  return { order, bytes, makerFeePpm, takerFeePpm, byContract: false, formerEpoch: false };
}

function settleData(batch: Hex): Hex {
  return encodeFunctionData({ abi: clearingHouseAbi, functionName: 'settle', args: [batch] });
}
