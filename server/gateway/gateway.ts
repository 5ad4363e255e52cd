import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { boundConnections, type ConnectionBounds } from './bound-connections.ts';
import { type ClientAddress, createClientAddress, createProxyTrust } from './client-address.ts';
import { ConnectionCounter } from './connection-counter.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { addFaucetRoutes } from './http/faucet-routes.ts';
import { createHttpServer, type RouteApp } from './http/http-server.ts';
import { addMarketRoutes } from './http/market-routes.ts';
import { addNetworkRoutes } from './http/network-routes.ts';
import { addOperationsRoutes } from './http/operations-routes.ts';
import { addOracleRoutes } from './http/oracle-routes.ts';
import type { RouteContext } from './http/route-context.ts';
import { addRpcRoutes } from './http/rpc-routes.ts';
import { createOriginPolicy } from './origin-policy.ts';
import { RateLimiter } from './rate-limiter.ts';
import { readiness } from './readiness.ts';
import { refuseClientError } from './refuse-client-error.ts';
import { refuseConnection } from './refuse-connection.ts';
import { RpcDispatcher } from './rpc-dispatcher.ts';
import { Sequence } from './sequence.ts';
import { SocketServer } from './sockets/socket-server.ts';
import { StreamHub } from './streams/stream-hub.ts';

export type Gateway = {
  /** Begins to listen; resolves to the ports, and rejects when one is taken. */
  listen(): Promise<{ readonly port: number; readonly wsPort: number }>;
  /** Stops to listen, lets open requests finish and asks sockets to leave. */
  close(): Promise<void>;
};

type Shared = {
  readonly sequence: Sequence;
  readonly clientAddress: ClientAddress;
  readonly rateLimiter: RateLimiter;
  readonly rpc: RpcDispatcher;
  readonly onFailure: (error: unknown) => void;
};

const WS_PATH = '/ws';

/** The door to the exchange: REST, JSON-RPC and WebSocket over what the other modules offer. */
export function createGateway(options: GatewayOptions): Gateway {
  const shared = createShared(options);
  const app = createApp(options, shared);
  const hub = new StreamHub({
    feed: options.feed,
    chain: options.chain,
    sequence: shared.sequence,
    now: options.now,
    replayFrames: options.limits.replayFrames,
    snapshotCandles: options.limits.snapshotCandles,
  });
  const sockets = createSocketServer(options, shared, hub);
  const socketPort = createSocketPort(options.limits);
  const bounds = connectionBounds(options, shared);
  let endHub: (() => void) | null = null;

  return {
    async listen() {
      await app.ready();
      for (const server of [app.server, socketPort]) {
        server.maxConnections = options.limits.sockets;
        boundConnections(server, bounds);
      }
      sockets.attach(app.server, WS_PATH);
      sockets.attach(socketPort);
      endHub = hub.start();
      await app.listen({ host: options.host, port: options.port });
      await listen(socketPort, { host: options.host, port: options.wsPort });
      return { port: portOf(app.server), wsPort: portOf(socketPort) };
    },
    async close() {
      endHub?.();
      await sockets.close();
      socketPort.closeAllConnections();
      await new Promise((resolve) => socketPort.close(resolve));
      await app.close();
    },
  };
}

function createShared(options: GatewayOptions): Shared {
  const { identity, feed, limits, logger, now } = options;
  const onFailure = (error: unknown) => logger.error({ err: error }, 'a request failed');
  return {
    sequence: new Sequence(now()),
    clientAddress: createClientAddress(options.trustedProxies),
    rateLimiter: new RateLimiter({
      perSecond: options.ratePerSecond,
      burst: options.rateBurst,
      maxClients: limits.rateLimitedAddresses,
    }),
    rpc: new RpcDispatcher({
      feed,
      version: identity.version,
      network: identity.network,
      maxBatch: limits.rpcBatch,
      now,
      onFailure,
    }),
    onFailure,
  };
}

function createApp(options: GatewayOptions, shared: Shared): RouteApp {
  const { identity, chain, feed, limits, metrics, now } = options;
  const { clientAddress, rateLimiter, rpc, sequence, onFailure } = shared;
  const app = createHttpServer({
    version: identity.version,
    payloadBytes: limits.payloadBytes,
    requestMs: limits.httpRequestMs,
    checkMs: limits.httpCheckMs,
    jsonDepth: limits.jsonDepth,
    clientAddress,
    originAllowed: createOriginPolicy(options.corsOrigins),
    rateLimiter,
    now,
    onAnswer({ route, method, status, seconds }) {
      metrics.requests.inc({ route, method, status: String(status) });
      metrics.latency.observe({ route, method }, seconds);
    },
    onFailure,
  });
  const { maxHeadAgeMs } = options;
  const { priceStaleMs } = limits;
  const context: RouteContext = {
    identity,
    feed,
    chain,
    faucet: options.faucet,
    rpc,
    readiness: () =>
      readiness({
        chain,
        feed,
        engine: options.engineReadiness(),
        nowMs: now(),
        maxHeadAgeMs,
        priceStaleMs,
      }),
    metrics,
    asOf: () => ({ seq: sequence.current(), timestamp: now() }),
    jsonDepth: limits.jsonDepth,
    takeExtra: (client, cost) => rateLimiter.take(client, cost, now()),
  };
  // The document of the interface is collected from routes that are added once its plugin is loaded.
  app.after(() => {
    addMarketRoutes(app, context);
    addOracleRoutes(app, context);
    addNetworkRoutes(app, context);
    addFaucetRoutes(app, context);
    addOperationsRoutes(app, context);
    addRpcRoutes(app, { ...context, clientAddress });
  });
  return app;
}

/** The port that speaks WebSocket only. */
function createSocketPort({ httpRequestMs, httpCheckMs }: GatewayOptions['limits']): Server {
  const timeouts = { requestTimeout: httpRequestMs, headersTimeout: httpRequestMs };
  const server = createServer(
    { ...timeouts, connectionsCheckingInterval: httpCheckMs },
    (request, response) => {
      const error = new ProtocolError('gateway/upgrade-required');
      refuseConnection(request.socket, { error, headers: { Upgrade: 'websocket' } });
      response.destroy();
    },
  );
  server.on('clientError', refuseClientError);
  return server;
}

function connectionBounds(
  { connectionsPerIp, limits, trustedProxies }: GatewayOptions,
  { clientAddress }: Shared,
): ConnectionBounds {
  const connections = new ConnectionCounter({
    perClient: connectionsPerIp * limits.connectionsPerSocket,
    total: Number.POSITIVE_INFINITY,
  });
  return { connections, clientAddress, isTrustedProxy: createProxyTrust(trustedProxies) };
}

function createSocketServer(
  options: GatewayOptions,
  { sequence, clientAddress, rateLimiter, rpc, onFailure }: Shared,
  hub: StreamHub,
): SocketServer {
  const { identity, limits, metrics, logger, now } = options;
  return new SocketServer({
    session: {
      hub,
      rpc,
      rateLimiter,
      sequence,
      now,
      limits,
      greeting: () => ({
        type: 'connected',
        data: {
          version: identity.version,
          network: identity.network,
          chain_id: identity.chainId,
          simulated_prices: identity.simulatedPrices,
          limits: {
            messages_per_second: options.ratePerSecond,
            messages_burst: options.rateBurst,
            max_message_bytes: limits.payloadBytes,
            max_subscriptions: limits.subscriptionsPerSocket,
            idle_timeout_ms: limits.idleMs,
          },
        },
      }),
      onMessage: (outcome) => metrics.messages.inc({ outcome }),
      onFrameSent: () => metrics.framesSent.inc(),
      onFailure,
    },
    clientAddress,
    connections: new ConnectionCounter({
      perClient: options.connectionsPerIp,
      total: limits.sockets,
    }),
    rateLimiter,
    originAllowed: createOriginPolicy(options.corsOrigins),
    now,
    payloadBytes: limits.payloadBytes,
    heartbeatMs: limits.heartbeatMs,
    shutdownMs: limits.shutdownMs,
    onOpenChange: (open) => metrics.connections.set(open),
    onClosed: (code) => metrics.disconnects.inc({ code: String(code) }),
    onSocketError: (error) => logger.debug({ err: error }, 'a socket failed'),
  });
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
