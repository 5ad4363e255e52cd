import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { ClientAddress } from '../client-address.ts';
import type { ConnectionCounter } from '../connection-counter.ts';
import type { OriginPolicy } from '../origin-policy.ts';
import { type Refusal, refuseConnection } from '../refuse-connection.ts';
import type { RequestThrottle } from '../request-throttle.ts';
import { SocketSession, type SocketSessionContext } from './socket-session.ts';

export type SocketServerOptions = {
  readonly session: SocketSessionContext;
  readonly clientAddress: ClientAddress;
  readonly connections: ConnectionCounter;
  readonly throttle: RequestThrottle;
  readonly originAllowed: OriginPolicy;
  readonly payloadBytes: number;
  /** Pieces that a message may come in. */
  readonly fragments: number;
  readonly heartbeatMs: number;
  /** How long clients may take to leave when they are asked to. */
  readonly shutdownMs: number;
  readonly onOpenChange: (openSockets: number) => void;
  readonly onClosed: (code: number) => void;
  readonly onSocketError: (error: Error) => void;
};

const GOING_AWAY = 1001;
const VERSION = 'Sec-WebSocket-Version';
const KNOWN_VERSIONS = '13, 8';

/** Accepts WebSocket connections on the HTTP servers it is attached to. */
export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #server: WebSocketServer;
  readonly #sessions = new Map<WebSocket, SocketSession>();
  readonly #heartbeat: NodeJS.Timeout;
  #closing = false;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    const bounds = {
      maxPayload: options.payloadBytes,
      maxFragments: options.fragments,
      closeTimeout: options.shutdownMs,
    };
    const terms = { noServer: true, clientTracking: false, perMessageDeflate: false, ...bounds };
    this.#server = new WebSocketServer(terms);
    this.#server.on('wsClientError', ({ message }, connection, request) => {
      refuseConnection(connection, handshakeRefusal(message, request));
    });
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs);
    this.#heartbeat.unref();
  }

  get openSockets(): number {
    return this.#sessions.size;
  }

  /**
   * Takes the upgrade requests of an HTTP server.
   *
   * @param path - the only path that is accepted; any when absent
   */
  attach(server: Server, path?: string): void {
    server.on('upgrade', (request, connection, head) => {
      const refusal = this.#refusal(request, path);
      if (refusal === null) this.#upgrade(request, connection, head);
      else refuseConnection(connection, refusal);
    });
  }

  /** Refuses newcomers and asks all clients to leave; resolves when they have, or after the timeout. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#heartbeat);
    const sockets = [...this.#sessions.keys()];
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const session of this.#sessions.values()) {
      session.close(GOING_AWAY, 'gateway/shutting-down');
    }
    const patience = setTimeout(() => {
      for (const socket of sockets) socket.terminate();
    }, this.#options.shutdownMs);
    await Promise.all(closed);
    clearTimeout(patience);
    this.#server.close();
  }

  /** A trading key of an account was revoked: whoever authenticated with it is nobody any more. */
  keyRevoked(account: number): void {
    for (const session of this.#sessions.values()) session.keyRevoked(account);
  }

  #refusal(request: IncomingMessage, path: string | undefined): Refusal | null {
    const { originAllowed, throttle } = this.#options;
    if (this.#closing) {
      return { error: new ProtocolError('gateway/shutting-down'), headers: { 'Retry-After': '5' } };
    }
    const requested = (request.url ?? '').split('?', 1)[0];
    if (path !== undefined && requested !== path) {
      return { error: new ProtocolError('gateway/not-found') };
    }
    if (!originAllowed(request.headers.origin)) {
      return { error: new ProtocolError('gateway/origin-not-allowed') };
    }
    const waitMs = throttle.takeClient(this.#client(request), 1);
    if (waitMs === 0) return null;
    const error = new ProtocolError('gateway/rate-limited', { facts: { retry_after_ms: waitMs } });
    return { error, headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) } };
  }

  #upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const { connections, session } = this.#options;
    const client = this.#client(request);
    if (!connections.open(client)) {
      const error = new ProtocolError('gateway/too-many-connections');
      refuseConnection(connection, { error, headers: { 'Retry-After': '60' } });
      return;
    }
    // Counted per connection rather than per socket: the handshake may fail after this point.
    connection.once('close', () => connections.close(client));
    this.#server.handleUpgrade(request, connection, head, (socket) => {
      const opened = new SocketSession({ socket, connection, client, context: session });
      this.#track(socket, opened);
      opened.start();
    });
  }

  #track(socket: WebSocket, session: SocketSession): void {
    const { onOpenChange, onClosed } = this.#options;
    this.#sessions.set(socket, session);
    onOpenChange(this.#sessions.size);
    // What ws cannot read (too large, not UTF-8) it reports here, and closes with the fitting code.
    socket.on('error', (error) => this.#options.onSocketError(error));
    socket.on('close', (code) => {
      this.#sessions.delete(socket);
      onOpenChange(this.#sessions.size);
      onClosed(code);
    });
  }

  #beat(): void {
    for (const session of this.#sessions.values()) session.heartbeat();
  }

  #client(request: IncomingMessage): string {
    const { clientAddress } = this.#options;
    return clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']);
  }
}

/** What is wrong with a handshake, with what would be right. */
function handshakeRefusal(message: string, { method }: IncomingMessage): Refusal {
  if (method !== 'GET') {
    return { error: new ProtocolError('gateway/method-not-allowed'), headers: { Allow: 'GET' } };
  }
  const error = new ProtocolError('gateway/malformed-http', { detail: `${message}.` });
  return message.includes(VERSION) ? { error, headers: { [VERSION]: KNOWN_VERSIONS } } : { error };
}
