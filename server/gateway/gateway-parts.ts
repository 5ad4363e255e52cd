import { AccountLimiter } from './account-limiter.ts';
import { type ClientAddress, createClientAddress } from './client-address.ts';
import { FundedAccounts } from './funded-accounts.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { RateLimiter } from './rate-limiter.ts';
import { RequestThrottle } from './request-throttle.ts';
import { RpcDispatcher } from './rpc/rpc-dispatcher.ts';
import { type AccountReads, createAccountReads } from './trading/account-reads.ts';
import { type BookReads, createBookReads } from './trading/book-reads.ts';
import { OrderService } from './trading/order-service.ts';
import { createSettlementReads, type SettlementReads } from './trading/settlement-reads.ts';

/** What HTTP and sockets share. */
export type GatewayParts = {
  readonly clientAddress: ClientAddress;
  readonly throttle: RequestThrottle;
  readonly limiter: AccountLimiter;
  readonly reads: AccountReads;
  readonly books: BookReads;
  readonly settlements: SettlementReads;
  readonly orders: OrderService;
  readonly rpc: RpcDispatcher;
  readonly onFailure: (error: unknown) => void;
};

/** Makes what every dialect is served with. */
export function createGatewayParts(options: GatewayOptions): GatewayParts {
  const { exchange, accounts, history, orderEntry, limits, logger, metrics, trace, now } = options;
  const onFailure = (error: unknown) => logger.error({ err: error }, 'a request failed');
  const reads = createAccountReads(exchange, now);
  const books = createBookReads(exchange);
  const settlements = createSettlementReads(options.settlement, history);
  const orders = new OrderService({
    entry: orderEntry,
    accounts,
    history,
    reads,
    now,
    clockSkewMs: limits.clockSkewMs,
    trace,
    onPlaced: (seconds) => metrics.orderLatency.observe(seconds),
  });
  return {
    clientAddress: createClientAddress(options.trustedProxies),
    ...createThrottle(options),
    reads,
    books,
    settlements,
    orders,
    rpc: createDispatcher(options, { reads, books, settlements, orders, onFailure }),
    onFailure,
  };
}

function createThrottle({
  ratePerSecond,
  rateBurst,
  accountRate,
  accountRates,
  exchange,
  limits,
  now,
}: GatewayOptions): Pick<GatewayParts, 'throttle' | 'limiter'> {
  const limiter = new AccountLimiter({
    standard: accountRate,
    own: accountRates,
    maxAccounts: limits.rateLimitedAddresses,
  });
  const clients = new RateLimiter({
    perSecond: ratePerSecond,
    burst: rateBurst,
    maxClients: limits.rateLimitedAddresses,
  });
  const funded = new FundedAccounts({
    port: exchange,
    maxAccounts: limits.rateLimitedAddresses,
    keptMs: limits.fundedMs,
    now,
  });
  return {
    limiter,
    throttle: new RequestThrottle({ clients, accounts: limiter, funded, now }),
  };
}

function createDispatcher(
  options: GatewayOptions,
  {
    onFailure,
    ...services
  }: Pick<GatewayParts, 'reads' | 'books' | 'settlements' | 'orders' | 'onFailure'>,
): RpcDispatcher {
  const { feed, oracle, trades, accounts, exchange, identity, limits, now } = options;
  return new RpcDispatcher({
    services: {
      ...services,
      feed,
      oracle,
      trades: trades ?? { recentTrades: () => [] },
      conditions: options.conditions ?? { condition: () => null },
      openOrderCount: () => accounts.openCount,
      seq: () => exchange.seq(),
      version: identity.version,
      network: identity.network,
      now,
    },
    maxBatch: limits.rpcBatch,
    shared: { maxResults: limits.repeatedReads, maxChars: limits.repeatedReadChars },
    onFailure,
  });
}
