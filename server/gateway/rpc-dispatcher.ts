import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { encodeOraclePrice } from '#lib/protocol/rest/oracle-prices.ts';
import { type InfoResult, snakeInfo } from '#lib/protocol/rpc/info.ts';
import { type LatestPriceResult, latestPriceParams } from '#lib/protocol/rpc/latest-price.ts';
import { isRpcMethod, RPC_METHODS_TO_COME, type RpcMethod } from '#lib/protocol/rpc/methods.ts';
import { type RpcId, type RpcRequest, rpcRequest } from '#lib/protocol/rpc/request.ts';
import { type RpcResponse, rpcError, rpcResult } from '#lib/protocol/rpc/response.ts';
import { type SubscriptionResult, subscriptionParams } from '#lib/protocol/rpc/subscription.ts';
import { type TwapResult, twapParams } from '#lib/protocol/rpc/twap.ts';
import { validate } from '#lib/protocol/validate.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import type { MarketFeed } from './market-feed.ts';
import type { SubscriptionBook } from './sockets/subscription-book.ts';
import { twapTicks } from './twap.ts';

/** `/snake/rpc` serves the same methods with snake_case members. */
export type RpcDialect = 'plain' | 'snake';

/** Who asks, and how it wants its answers. */
export type RpcCaller = {
  readonly dialect: RpcDialect;
  /** What the connection is subscribed to; `null` where nothing can be pushed: over HTTP. */
  readonly subscriptions: Pick<SubscriptionBook, 'subscribe' | 'unsubscribe'> | null;
};

export type RpcDispatcherOptions = {
  readonly feed: MarketFeed;
  readonly version: string;
  readonly network: string;
  readonly maxBatch: number;
  readonly now: () => number;
  /** An error that is no ProtocolError: ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

/** Answers JSON-RPC 2.0, single requests and batches, whatever they came over. */
export class RpcDispatcher {
  readonly #options: RpcDispatcherOptions;

  constructor(options: RpcDispatcherOptions) {
    this.#options = options;
  }

  /** How many requests a message holds, for the rate limit; a batch that is refused counts as one. */
  cost(message: unknown): number {
    if (!Array.isArray(message) || message.length > this.#options.maxBatch) return 1;
    return Math.max(1, message.length);
  }

  /** The answer to parsed JSON; `null` when it holds notifications only. */
  answer(message: unknown, caller: RpcCaller): RpcResponse | readonly RpcResponse[] | null {
    if (!Array.isArray(message)) return this.#answerOne(message, caller);
    const { maxBatch } = this.#options;
    if (message.length === 0) return rpcError(null, new ProtocolError('gateway/invalid-request'));
    if (message.length > maxBatch) {
      const facts = { max_batch: maxBatch };
      return rpcError(null, new ProtocolError('gateway/batch-too-large', { facts }));
    }
    const answers = message
      .map((request) => this.#answerOne(request, caller))
      .filter((answer) => answer !== null);
    return answers.length === 0 ? null : answers;
  }

  #answerOne(message: unknown, caller: RpcCaller): RpcResponse | null {
    const parsed = rpcRequest.safeParse(message);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      const facts = field === '' ? {} : { field };
      return rpcError(null, new ProtocolError('gateway/invalid-request', { facts }));
    }
    const { id } = parsed.data;
    const answer = this.#call({ ...parsed.data, id: id ?? null }, caller);
    return id === undefined ? null : answer;
  }

  #call({ method, params, id }: RpcRequest & { id: RpcId }, caller: RpcCaller): RpcResponse {
    try {
      if (!isRpcMethod(method)) {
        const toCome = RPC_METHODS_TO_COME.has(method);
        const code = toCome ? 'gateway/not-available' : 'gateway/unknown-method';
        throw new ProtocolError(code, { facts: { method } });
      }
      return rpcResult(id, this.#invoke({ method, params: params ?? {} }, caller));
    } catch (error) {
      if (error instanceof ProtocolError) return rpcError(id, error);
      this.#options.onFailure(error);
      return rpcError(id, new ProtocolError('gateway/internal'));
    }
  }

  #invoke({ method, params }: { method: RpcMethod; params: unknown }, caller: RpcCaller): unknown {
    switch (method) {
      case 'lx_ping':
        return 'pong';
      case 'lx_getInfo':
        return caller.dialect === 'snake' ? snakeInfo(this.#info()) : this.#info();
      case 'price.getLatest':
        return this.#latestPrice(validate(latestPriceParams, params).symbol);
      case 'price.getTWAP': {
        const { symbol, window } = validate(twapParams, params);
        return this.#twap(symbol, window);
      }
      case 'subscribe':
      case 'unsubscribe':
        return changeSubscriptions({ method, params }, caller);
      default:
        return method satisfies never;
    }
  }

  #info(): InfoResult {
    const { version, network, now } = this.#options;
    // No engine takes orders yet, so that there are none.
    return { version, network, orderCount: 0, tradeCount: 0, timestamp: now() };
  }

  #latestPrice(symbol: string): LatestPriceResult {
    const { feed } = this.#options;
    const market = marketOf(symbol);
    const update = feed.prices().find((price) => price.symbol === market.symbol);
    if (update === undefined) {
      throw new ProtocolError('oracle/no-price', { facts: { symbol: market.symbol } });
    }
    const { simulated: _, ...price } = encodeOraclePrice(update, feed.sources());
    return price;
  }

  #twap(symbol: string, windowSeconds: number): TwapResult {
    const { symbol: canonical, priceDecimals } = marketOf(symbol);
    const ticks = twapTicks({
      candles: (range) => this.#options.feed.candles(canonical, '1m', range),
      windowSeconds,
      nowMs: this.#options.now(),
    });
    if (ticks === null) {
      const facts = { symbol: canonical, window: windowSeconds };
      throw new ProtocolError('oracle/no-history', { facts });
    }
    return { symbol: canonical, twap: toWireNumber(ticks, priceDecimals), window: windowSeconds };
  }
}

/** What was subscribed to must still be begun, once the client has its answer. */
function changeSubscriptions(
  { method, params }: { method: 'subscribe' | 'unsubscribe'; params: unknown },
  { subscriptions }: RpcCaller,
): SubscriptionResult {
  if (subscriptions === null) throw new ProtocolError('gateway/socket-only');
  const { channel, symbol } = validate(subscriptionParams, params);
  const target = {
    channel,
    symbols: symbol === undefined ? undefined : [symbol],
    form: 'flat',
  } as const;
  return subscriptions[method](target);
}
