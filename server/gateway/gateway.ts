import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeChallenge } from '#lib/protocol/frames/challenge.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { boundConnections, type ConnectionBounds } from './bound-connections.ts';
import { createProxyTrust } from './client-address.ts';
import { ConnectionCounter } from './connection-counter.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { createGatewayParts, type GatewayParts } from './gateway-parts.ts';
import { createHttpApp } from './http/http-app.ts';
import { createOriginPolicy } from './origin-policy.ts';
import { refuseClientError } from './refuse-client-error.ts';
import { refuseConnection } from './refuse-connection.ts';
import { refuseOddRequests } from './refuse-odd-requests.ts';
import { OutboundTurn } from './sockets/outbound-turn.ts';
import { SocketServer } from './sockets/socket-server.ts';
import { StreamHub } from './streams/stream-hub.ts';

export type Gateway = {
  /** Begins to listen; resolves to the ports, and rejects when one is taken. */
  listen(): Promise<{ readonly port: number; readonly wsPort: number }>;
  /** Stops to listen, lets open requests finish and asks sockets to leave. */
  close(): Promise<void>;
};

const WS_PATH = '/ws';

/** The door to the exchange: REST, JSON-RPC and WebSocket over what the other modules offer. */
export function createGateway(options: GatewayOptions): Gateway {
  const parts = createGatewayParts(options);
  const app = createHttpApp(options, parts);
  const hub = createHub(options, parts);
  const sockets = createSocketServer(options, { parts, hub });
  const socketPort = createSocketPort(options.limits);
  const bounds = connectionBounds(options, parts);
  const endRevoked = options.revokedKeys.onRevoked((account) => sockets.keyRevoked(account));
  let endHub: (() => void) | null = null;

  return {
    async listen() {
      await app.ready();
      for (const server of [app.server, socketPort]) {
        server.maxConnections = options.limits.sockets;
        boundConnections(server, bounds);
        refuseOddRequests(server);
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
      endRevoked();
      await sockets.close();
      socketPort.closeAllConnections();
      await new Promise((resolve) => socketPort.close(resolve));
      await app.close();
    },
  };
}

function createHub(options: GatewayOptions, { settlements }: GatewayParts): StreamHub {
  const { accountStreams: accounts, exchange, ...sources } = options;
  const orderIdsOf = async (batch: number) => (await settlements.content(batch)).orderIds;
  return new StreamHub({ ...sources, accounts, orderIdsOf, seq: () => exchange.seq() });
}

/** The port that speaks WebSocket only. */
function createSocketPort({ httpRequestMs, httpCheckMs }: GatewayOptions['limits']): Server {
  const timeouts = { requestTimeout: httpRequestMs, headersTimeout: httpRequestMs };
  const server = createServer(
    { ...timeouts, connectionsCheckingInterval: httpCheckMs, requireHostHeader: false },
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
  { clientAddress }: GatewayParts,
): ConnectionBounds {
  const connections = new ConnectionCounter({
    perClient: connectionsPerIp * limits.connectionsPerSocket,
    total: Number.POSITIVE_INFINITY,
  });
  return { connections, clientAddress, isTrustedProxy: createProxyTrust(trustedProxies) };
}

function createSocketServer(
  options: GatewayOptions,
  { parts, hub }: { parts: GatewayParts; hub: StreamHub },
): SocketServer {
  const { auth, exchange, orderEntry, limits, metrics, logger, pseudonym, trace, now } = options;
  const { rpc, orders, reads, throttle, clientAddress, onFailure } = parts;
  return new SocketServer({
    session: {
      hub,
      rpc,
      auth,
      entry: orderEntry,
      orders,
      reads,
      throttle,
      trace,
      turn: new OutboundTurn(),
      seq: () => exchange.seq(),
      now,
      pseudonym,
      limits,
      greeting: () => greetingOf(options),
      onMessage: (outcome) => metrics.messages.inc({ outcome }),
      onFrameSent: () => metrics.framesSent.inc(),
      onFailure,
    },
    clientAddress,
    connections: new ConnectionCounter({
      perClient: options.connectionsPerIp,
      total: limits.sockets,
    }),
    throttle,
    originAllowed: createOriginPolicy(options.corsOrigins),
    payloadBytes: limits.payloadBytes,
    fragments: limits.messageFragments,
    heartbeatMs: limits.heartbeatMs,
    shutdownMs: limits.shutdownMs,
    onOpenChange: (open) => metrics.connections.set(open),
    onClosed: (code) => metrics.disconnects.inc({ code: String(code) }),
    onSocketError: (error) => logger.debug({ err: error }, 'a socket failed'),
  });
}

function greetingOf({ identity, auth, limits, accountRate, ...options }: GatewayOptions) {
  return {
    type: 'connected' as const,
    data: {
      version: identity.version,
      network: identity.network,
      chain_id: identity.chainId,
      simulated_prices: identity.simulatedPrices,
      challenge: encodeChallenge(auth.challenge()),
      limits: {
        messages_per_second: options.ratePerSecond,
        messages_burst: options.rateBurst,
        account_messages_per_second: accountRate.perSecond,
        account_messages_burst: accountRate.burst,
        max_message_bytes: limits.payloadBytes,
        max_subscriptions: limits.subscriptionsPerSocket,
        idle_timeout_ms: limits.idleMs,
      },
    },
  };
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
