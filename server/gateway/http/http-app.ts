import type { GatewayOptions } from '../gateway-options.ts';
import type { GatewayParts } from '../gateway-parts.ts';
import { createOriginPolicy } from '../origin-policy.ts';
import { readiness } from '../readiness.ts';
import { addAccountRoutes } from './account-routes.ts';
import { addAgentRoutes } from './agent-routes.ts';
import { addAuthRoutes } from './auth-routes.ts';
import { addDocsRoutes } from './docs-routes.ts';
import { addExitRoutes } from './exit-routes.ts';
import { addFaucetRoutes } from './faucet-routes.ts';
import { HttpIdentities } from './http-identities.ts';
import { createHttpServer, type RouteApp } from './http-server.ts';
import { addMarketRoutes } from './market-routes.ts';
import { addNetworkRoutes } from './network-routes.ts';
import { addOperationsRoutes } from './operations-routes.ts';
import { addOracleRoutes } from './oracle-routes.ts';
import { addOrderRoutes } from './order-routes.ts';
import type { PrivateContext } from './private-context.ts';
import { addReceiptRoutes } from './receipt-routes.ts';
import { repeatReads } from './repeated-reads.ts';
import type { RouteContext } from './route-context.ts';
import { addRpcRoutes } from './rpc-routes.ts';
import { addSettlementRoutes } from './settlement-routes.ts';
import { addStatusRoutes } from './status-routes.ts';
import { addWithdrawalRoutes } from './withdrawal-routes.ts';

/** The HTTP server with all its routes. */
export function createHttpApp(options: GatewayOptions, parts: GatewayParts): RouteApp {
  const { identity, auth, limits, metrics, now } = options;
  const { clientAddress, throttle, onFailure } = parts;
  const maxKnown = limits.rateLimitedAddresses;
  const identities = new HttpIdentities({ auth, throttle, now, maxKnown });
  const app = createHttpServer({
    version: identity.version,
    payloadBytes: limits.payloadBytes,
    requestMs: limits.httpRequestMs,
    checkMs: limits.httpCheckMs,
    jsonDepth: limits.jsonDepth,
    clientAddress,
    originAllowed: createOriginPolicy(options.corsOrigins),
    identities,
    onAnswer({ route, method, status, seconds }) {
      metrics.requests.inc({ route, method, status: String(status) });
      metrics.latency.observe({ route, method }, seconds);
    },
    onFailure,
  });
  const context = routeContext(options, { parts, identities });
  const privates = privateContext(options, { parts, identities });
  // The document of the interface is collected from routes that are added once its plugin is loaded.
  app.after(() => {
    // In a scope of its own: other routes need not pass by its hooks.
    app.register((scope: RouteApp, _options, done) => {
      repeatReads(scope, { asOf: context.asOf, maxAnswers: limits.repeatedReads });
      addMarketRoutes(scope, context);
      done();
    });
    addOracleRoutes(app, context);
    addNetworkRoutes(app, context);
    addAuthRoutes(app, privates);
    addAgentRoutes(app, privates);
    addOrderRoutes(app, privates);
    addReceiptRoutes(app, { ...privates, receipts: options.receipts });
    addAccountRoutes(app, privates);
    addWithdrawalRoutes(app, privates);
    addExitRoutes(app, privates);
    addSettlementRoutes(app, context);
    addStatusRoutes(app, context);
    addFaucetRoutes(app, context);
    addOperationsRoutes(app, context);
    addDocsRoutes(app, identity.version);
    addRpcRoutes(app, { ...context, clientAddress });
  });
  return app;
}

type Made = { readonly parts: GatewayParts; readonly identities: HttpIdentities };

function routeContext(options: GatewayOptions, { parts, identities }: Made): RouteContext {
  const { identity, chain, feed, oracle, history, limits, metrics, maxHeadAgeMs, now } = options;
  const { books, settlements, rpc, throttle } = parts;
  return {
    identity,
    feed,
    oracle,
    books,
    trades: options.trades ?? { recentTrades: () => [] },
    conditions: options.conditions ?? { condition: () => null },
    history,
    chain,
    endpoints: options.endpoints,
    settlement: options.settlement,
    settlements,
    custody: options.custody,
    openOrderCount: () => options.accounts.openCount,
    faucet: options.faucet,
    rpc,
    readiness: () =>
      readiness({
        chain,
        feed: oracle,
        engine: options.engineReadiness(),
        settlement: options.settlement?.status() ?? null,
        isHistoryWritten: history.isWritten(),
        nowMs: now(),
        maxHeadAgeMs,
        priceStaleMs: limits.priceStaleMs,
      }),
    metrics,
    asOf: () => ({ seq: options.exchange.seq(), timestamp: now() }),
    jsonDepth: limits.jsonDepth,
    identities,
    throttle,
  };
}

function privateContext(options: GatewayOptions, { parts, identities }: Made): PrivateContext {
  const { auth, orderEntry, accounts, history, exchange, pseudonym, now } = options;
  const { ratePerSecond, rateBurst } = options;
  const { orders, reads, settlements, limiter, throttle } = parts;
  return {
    auth,
    entry: orderEntry,
    orders,
    accounts,
    history,
    reads,
    settlements,
    pendingDeposits: (owner) => options.settlement?.pendingDeposits(owner) ?? [],
    principal: (request) => identities.principal(request),
    rateOf: (address) =>
      throttle.hasOwnRate(address)
        ? { ...limiter.rateOf(address), countedFor: 'account' }
        : { perSecond: ratePerSecond, burst: rateBurst, countedFor: 'address' },
    pseudonym,
    asOf: () => ({ seq: exchange.seq(), timestamp: now() }),
    now,
  };
}
