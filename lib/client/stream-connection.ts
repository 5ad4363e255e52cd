import { isPrivateChannelName } from '#lib/protocol/channel.ts';
import type { ClientFrame } from '#lib/protocol/frames/client-frame.ts';
import type { ErrorFrame } from '#lib/protocol/frames/error.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { type Clock, systemClock } from './clock.ts';
import { Connection, type ConnectionTimings } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import { Identity, type IdentityState, type Prove } from './identity.ts';
import { PendingRequests } from './pending-requests.ts';
import type { SocketConstructor } from './socket-like.ts';
import {
  isStreamUpdate,
  type StreamKey,
  StreamRegistry,
  type StreamUpdateFrame,
  type WireRequest,
} from './stream-registry.ts';

export type StreamConnectionOptions = {
  readonly url: string;
  /** Default: the browser's. */
  readonly WebSocketImpl?: SocketConstructor;
  readonly clock?: Clock;
  /** A number from 0 up to 1; spreads reconnections. */
  readonly random?: () => number;
  readonly timings?: Partial<ConnectionTimings>;
  /** How long a request may wait for its answer. */
  readonly answerMs?: number;
  /** The server refused something, or sent what could not be read. */
  readonly onError?: (error: ErrorFrame | Error) => void;
};

type WithoutId<Frame> = Frame extends ClientFrame ? Omit<Frame, 'request_id'> : never;

/** Whatever can be answered: it gets an id of its own. */
export type RequestFrame = WithoutId<ClientFrame>;

const DEFAULT_TIMINGS: ConnectionTimings = {
  backoffBaseMs: 500,
  backoffCapMs: 15_000,
  stableMs: 5_000,
  connectMs: 10_000,
  pingMs: 5_000,
  staleMs: 8_000,
  deadMs: 20_000,
};

const RETRY_AFTER_MS = 1_000;
const ANSWER_MS = 10_000;

const isPublic = (channel: string) => !isPrivateChannelName(channel);

/** A connection whose subscriptions, requests and identity outlive its sockets. */
export class StreamConnection {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly #options: StreamConnectionOptions;
  readonly #clock: Clock;
  readonly #registry = new StreamRegistry();
  readonly #requests: PendingRequests;
  readonly #stateListeners = new Set<() => void>();
  readonly #identityListeners = new Set<() => void>();
  #isOpen = false;

  constructor(options: StreamConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#requests = new PendingRequests({
      clock: this.#clock,
      timeoutMs: options.answerMs ?? ANSWER_MS,
    });
    this.identity = new Identity({
      request: (frame) => this.request(frame),
      later: (call) => this.#clock.after(RETRY_AFTER_MS, call),
      onChange: (state) => this.#identityChanged(state),
    });
    this.connection = new Connection({
      url: options.url,
      Socket: options.WebSocketImpl ?? WebSocket,
      clock: this.#clock,
      random: options.random ?? Math.random,
      timings: { ...DEFAULT_TIMINGS, ...options.timings },
      onOpen: () => this.#subscribe(this.#registry.resume(isPublic)),
      onFrame: (frame) => this.#receive(frame),
      onState: (state) => this.#stateChanged(state),
      onUnreadable: (error) => {
        const { onError } = this.#options;
        onError?.(error instanceof Error ? error : new Error('unreadable frame', { cause: error }));
      },
    });
  }

  /** @throws RequestFailedError. */
  async request(frame: RequestFrame): Promise<ServerFrame> {
    return await this.#requests.begin((requestId) =>
      this.connection.send({ ...frame, request_id: requestId }),
    );
  }

  /** Follows streams; those of the account begin when the exchange knows whose it is. */
  follow(keys: readonly StreamKey[], listener: (frame: StreamUpdateFrame) => void): () => void {
    this.#subscribe(this.#registry.add(keys, listener));
    return () => {
      for (const { channel, symbols } of this.#registry.remove(keys, listener)) {
        this.connection.send({ type: 'unsubscribe', channel, symbols: [...symbols] });
      }
    };
  }

  identify(prove: Prove | null): void {
    // What the account before had is nothing to the next one.
    this.#registry.forget(isPrivateChannelName);
    this.identity.become(prove);
  }

  onState(listener: () => void): () => void {
    return listen(this.#stateListeners, listener);
  }

  onIdentity(listener: () => void): () => void {
    return listen(this.#identityListeners, listener);
  }

  #receive(frame: ServerFrame): void {
    if (isStreamUpdate(frame)) {
      this.#subscribe(this.#registry.take(frame));
      return;
    }
    this.#requests.take(frame);
    if (frame.type === 'connected') this.identity.greeted(frame);
    if (frame.type === 'error') this.#refused(frame);
  }

  #refused(frame: ErrorFrame): void {
    this.#options.onError?.(frame);
    if (frame.request_id === undefined && frame.error.startsWith('auth/')) {
      this.identity.ended(frame);
    }
    // The limit is applied before a frame is read, so any of them may have been lost.
    if (frame.error === 'gateway/rate-limited') {
      this.#clock.after(retryMs(frame), () => this.#subscribe(this.#registry.resume(isPublic)));
    }
  }

  #subscribe(requests: readonly WireRequest[]): void {
    const isKnown = this.identity.state().status === 'known';
    for (const { channel, symbols, depth, fromSeq } of requests) {
      if (!isKnown && isPrivateChannelName(channel)) continue;
      const from = fromSeq === undefined ? {} : { from_seq: fromSeq };
      const deep = depth === undefined ? {} : { depth };
      this.connection.send({ type: 'subscribe', channel, symbols: [...symbols], ...deep, ...from });
    }
  }

  #stateChanged(state: ConnectionState): void {
    const isOpen = state.status === 'open' || state.status === 'stale';
    if (this.#isOpen && !isOpen) {
      this.#requests.lost();
      this.identity.lost();
    }
    this.#isOpen = isOpen;
    for (const listener of [...this.#stateListeners]) listener();
  }

  #identityChanged({ status }: IdentityState): void {
    if (status === 'known') this.#subscribe(this.#registry.resume(isPrivateChannelName));
    for (const listener of [...this.#identityListeners]) listener();
  }
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function retryMs({ data }: ErrorFrame): number {
  const wait = data?.retry_after_ms;
  return typeof wait === 'number' ? Math.max(wait, RETRY_AFTER_MS) : RETRY_AFTER_MS;
}
