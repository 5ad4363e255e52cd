import type { RawData, WebSocket } from 'ws';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { requestIdOf } from '#lib/protocol/frames/client-frame.ts';
import type { ConnectedFrame } from '#lib/protocol/frames/connected.ts';
import { encodeErrorFrame } from '#lib/protocol/frames/error.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { RateLimiter } from '../rate-limiter.ts';
import type { RpcDispatcher } from '../rpc-dispatcher.ts';
import type { Sequence } from '../sequence.ts';
import type { StreamHub } from '../streams/stream-hub.ts';
import { handleNativeFrame } from './native-dialect.ts';
import { SocketOutbound } from './socket-outbound.ts';
import { SubscriptionBook } from './subscription-book.ts';

/** Why a message came to nothing, or that it did not. */
export type MessageOutcome = 'handled' | 'refused' | 'rate-limited' | 'failed';

export type SocketSessionContext = {
  readonly hub: StreamHub;
  readonly rpc: RpcDispatcher;
  readonly rateLimiter: RateLimiter;
  readonly sequence: Sequence;
  readonly now: () => number;
  readonly greeting: () => Omit<ConnectedFrame, 'timestamp' | 'seq'>;
  readonly limits: {
    readonly jsonDepth: number;
    readonly subscriptionsPerSocket: number;
    readonly outboundSoftBytes: number;
    readonly outboundHardBytes: number;
    readonly outboundStallMs: number;
    readonly hammerRejections: number;
    readonly hammerPeaceMs: number;
    readonly idleMs: number;
  };
  readonly onMessage: (outcome: MessageOutcome) => void;
  readonly onFrameSent: () => void;
  /** An error that is no ProtocolError: ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

const NORMAL = 1000;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

/** One client on a socket: reads its frames, answers them, and passes on what it subscribed to. */
export class SocketSession {
  readonly #socket: WebSocket;
  readonly #client: string;
  readonly #context: SocketSessionContext;
  readonly #outbound: SocketOutbound;
  readonly #subscriptions: SubscriptionBook;
  #rejections = 0;
  #lastRejectionMs = Number.NEGATIVE_INFINITY;
  #lastMessageMs: number;
  #answersPings = true;

  constructor(options: { socket: WebSocket; client: string; context: SocketSessionContext }) {
    const { socket, client, context } = options;
    const { limits, now } = context;
    this.#socket = socket;
    this.#client = client;
    this.#context = context;
    this.#lastMessageMs = now();
    this.#outbound = new SocketOutbound(socket, {
      softBytes: limits.outboundSoftBytes,
      hardBytes: limits.outboundHardBytes,
      stallMs: limits.outboundStallMs,
      now,
      onOverflow: () => this.#giveUp(),
      onDrain: () => this.#subscriptions.catchUp(),
    });
    this.#subscriptions = new SubscriptionBook({
      hub: context.hub,
      maxSubscriptions: limits.subscriptionsPerSocket,
      outlet: {
        isCongested: () => this.#outbound.isCongested(),
        send: (bytes) => this.#send(bytes),
        asOf: () => this.#asOf(),
      },
    });
  }

  /** Greets the client and begins to listen. */
  start(): void {
    this.#socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on('pong', () => {
      this.#answersPings = true;
    });
    this.#socket.on('close', () => this.#subscriptions.endAll());
    const { seq, timestampMs } = this.#asOf();
    this.#reply({ ...this.#context.greeting(), timestamp: timestampMs, seq });
  }

  /** Closes the socket when the client is gone or idle, else asks it for a sign of life. */
  heartbeat(): void {
    if (!this.#answersPings) {
      this.#socket.terminate();
      return;
    }
    const { limits, now } = this.#context;
    const silentMs = now() - this.#lastMessageMs;
    if (this.#subscriptions.size === 0 && silentMs > limits.idleMs) {
      this.#socket.close(NORMAL, 'idle');
      return;
    }
    // A client that has stopped reading is noticed even when nothing more is published to it.
    this.#outbound.isCongested();
    this.#answersPings = false;
    this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const { now, onMessage } = this.#context;
    this.#lastMessageMs = now();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const waitMs = this.#context.rateLimiter.take(this.#client, 1, now());
    if (waitMs > 0) {
      onMessage('rate-limited');
      this.#reject(waitMs);
      return;
    }
    onMessage(isBinary ? this.#refuseBinary() : this.#handle(data.toString()));
  }

  #handle(text: string): MessageOutcome {
    let value: unknown;
    try {
      value = parseJson(text, { maxDepth: this.#context.limits.jsonDepth });
      if (isRpc(value)) return this.#handleRpc(value);
      handleNativeFrame(value, {
        subscriptions: this.#subscriptions,
        reply: (frame) => this.#reply(frame),
        asOf: () => this.#asOf(),
      });
      return 'handled';
    } catch (error) {
      const refused = error instanceof ProtocolError;
      if (!refused) this.#context.onFailure(error);
      this.#replyError(refused ? error : new ProtocolError('gateway/internal'), requestIdOf(value));
      return refused ? 'refused' : 'failed';
    }
  }

  #handleRpc(value: unknown): MessageOutcome {
    const { rpc, rateLimiter, now } = this.#context;
    // The message itself has been counted already.
    const waitMs = rateLimiter.take(this.#client, rpc.cost(value) - 1, now());
    if (waitMs > 0) {
      this.#reject(waitMs);
      return 'rate-limited';
    }
    const answer = rpc.answer(value, { dialect: 'plain', subscriptions: this.#subscriptions });
    if (answer !== null) this.#reply(answer);
    this.#subscriptions.begin();
    return 'handled';
  }

  #refuseBinary(): MessageOutcome {
    this.#replyError(new ProtocolError('gateway/binary-frame'), undefined);
    return 'refused';
  }

  #reject(waitMs: number): void {
    const { limits, now } = this.#context;
    const peaceful = now() - this.#lastRejectionMs > limits.hammerPeaceMs;
    this.#rejections = peaceful ? 1 : this.#rejections + 1;
    this.#lastRejectionMs = now();
    if (this.#rejections > limits.hammerRejections) {
      this.#socket.close(POLICY_VIOLATION, 'gateway/rate-limited');
      return;
    }
    const facts = { retry_after_ms: waitMs };
    this.#replyError(new ProtocolError('gateway/rate-limited', { facts }), undefined);
  }

  #replyError(error: ProtocolError, requestId: string | undefined): void {
    this.#reply(encodeErrorFrame(error, { requestId, ...this.#asOf() }));
  }

  #reply(frame: object): void {
    this.#send(JSON.stringify(frame));
  }

  #send(bytes: Buffer | string): void {
    this.#outbound.send(bytes);
    this.#context.onFrameSent();
  }

  #asOf() {
    return { seq: this.#context.sequence.current(), timestampMs: this.#context.now() };
  }

  #giveUp(): void {
    this.#subscriptions.endAll();
    this.#socket.close(TRY_AGAIN_LATER, 'slow consumer');
  }
}

/** JSON-RPC says so itself; a list can only be a batch of it. */
function isRpc(value: unknown): boolean {
  return (
    Array.isArray(value) || (typeof value === 'object' && value !== null && 'jsonrpc' in value)
  );
}
