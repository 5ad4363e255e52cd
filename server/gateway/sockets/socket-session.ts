import type { RawData, WebSocket } from 'ws';
import { encodeChallenge } from '#lib/protocol/frames/challenge.ts';
import type { ConnectedFrame } from '#lib/protocol/frames/connected.ts';
import { encodeErrorFrame } from '#lib/protocol/frames/error.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { writeJson } from '#lib/protocol/write-json.ts';
import type { RequestClass } from '../account-limiter.ts';
import type { AuthPort } from '../auth-port.ts';
import type { Trace } from '../gateway-options.ts';
import type { OrderEntryPort } from '../order-entry-port.ts';
import type { RequestThrottle } from '../request-throttle.ts';
import type { RpcDispatcher } from '../rpc/rpc-dispatcher.ts';
import type { StreamHub } from '../streams/stream-hub.ts';
import type { AccountReads } from '../trading/account-reads.ts';
import type { OrderService } from '../trading/order-service.ts';
import { answerNativeFrame } from './native-dialect.ts';
import type { OutboundTurn } from './outbound-turn.ts';
import { authenticates, classOf, type ReadMessage, readText } from './read-message.ts';
import { ReplyQueue } from './reply-queue.ts';
import { SocketIdentity } from './socket-identity.ts';
import { type OutboundConnection, SocketOutbound } from './socket-outbound.ts';
import { SubscriptionBook } from './subscription-book.ts';

/** Why a message came to nothing, or that it did not. */
export type MessageOutcome = 'handled' | 'refused' | 'rate-limited' | 'failed';

export type SocketSessionContext = {
  readonly hub: StreamHub;
  readonly rpc: RpcDispatcher;
  readonly auth: AuthPort;
  readonly entry: OrderEntryPort;
  readonly orders: OrderService;
  readonly reads: AccountReads;
  readonly throttle: RequestThrottle;
  readonly trace: Trace;
  /** One for all sockets. */
  readonly turn: OutboundTurn;
  readonly seq: () => number;
  readonly now: () => number;
  readonly pseudonym: (account: number) => string;
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
    readonly clockSkewMs: number;
  };
  readonly onMessage: (outcome: MessageOutcome) => void;
  readonly onFrameSent: () => void;
  /** An error that is no ProtocolError: ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

/** A message, and when it came by `performance.now()`. */
type Arrived = { readonly text: string; readonly arrivedMs: number };

/** What one request of a class costs. */
const ONE: Readonly<Record<RequestClass, ReadonlyMap<RequestClass, number>>> = {
  order: new Map([['order', 1]]),
  cancel: new Map([['cancel', 1]]),
  other: new Map([['other', 1]]),
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
  readonly #identity: SocketIdentity;
  readonly #replies = new ReplyQueue();
  /** Messages that wait for an authentication before them; `null` = none is on its way. */
  #held: Arrived[] | null = null;
  #rejections = 0;
  /** It will be closed once it has the answers to what it asked before. */
  #isSentAway = false;
  #lastRejectionMs = Number.NEGATIVE_INFINITY;
  #lastMessageMs: number;
  #answersPings = true;

  constructor(options: {
    socket: WebSocket;
    /** The one that the socket is on. */
    connection: OutboundConnection;
    client: string;
    context: SocketSessionContext;
  }) {
    const { socket, connection, client, context } = options;
    const { limits, now, auth, reads, turn, onFrameSent } = context;
    this.#socket = socket;
    this.#client = client;
    this.#context = context;
    this.#lastMessageMs = now();
    this.#outbound = new SocketOutbound(socket, {
      connection,
      turn,
      softBytes: limits.outboundSoftBytes,
      hardBytes: limits.outboundHardBytes,
      stallMs: limits.outboundStallMs,
      now,
      onOverflow: () => this.#giveUp(),
      onDrain: () => this.#subscriptions.catchUp(),
    });
    this.#identity = new SocketIdentity({
      auth,
      reads,
      now,
      onEnded: (reason) => this.#identityEnded(reason),
    });
    this.#subscriptions = new SubscriptionBook({
      hub: context.hub,
      maxSubscriptions: limits.subscriptionsPerSocket,
      outlet: {
        isCongested: () => this.#outbound.isCongested(),
        send: (frame) => {
          this.#outbound.send(frame);
          onFrameSent();
        },
        asOf: () => this.#asOf(),
      },
      account: () => this.#identity.account(),
    });
  }

  /** Greets the client and begins to listen. */
  start(): void {
    this.#socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on('ping', () => this.#countControl());
    this.#socket.on('pong', () => {
      // One answers our ping; more of them say nothing.
      if (this.#answersPings) this.#countControl();
      this.#answersPings = true;
    });
    this.#socket.on('close', () => {
      this.#subscriptions.endAll();
      this.#identity.close();
    });
    const { seq, timestampMs } = this.#asOf();
    this.#sendFrame({ ...this.#context.greeting(), timestamp: timestampMs, seq });
  }

  /** Looks at once whether who it is still holds, when a key of that account was revoked. */
  keyRevoked(account: number): void {
    const { known } = this.#identity;
    if (known?.account !== account || known.agent === null) return;
    this.#identity.check().catch(this.#context.onFailure);
  }

  /** Asks the client to leave, once it has what was sent before. */
  close(code: number, reason: string): void {
    this.#outbound.close(code, reason);
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
      this.#outbound.close(NORMAL, 'idle');
      return;
    }
    // A client that has stopped reading is noticed even when nothing more is published to it.
    this.#outbound.isCongested();
    this.#identity.check().catch(this.#context.onFailure);
    this.#answersPings = false;
    this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const { now, throttle, onMessage } = this.#context;
    this.#lastMessageMs = now();
    if (this.#socket.readyState !== this.#socket.OPEN || this.#isSentAway) return;
    // Whose account it counts for is known once it is read; of others not even that is done too often.
    const waitMs = this.#identity.known === null ? throttle.takeClient(this.#client, 1) : 0;
    if (waitMs > 0) {
      this.#reject(this.#replies.reserve(), { waitMs, requestId: undefined });
    } else if (isBinary) {
      onMessage('refused');
      this.#replies.reserve()(() =>
        this.#replyError(new ProtocolError('gateway/binary-frame'), undefined),
      );
    } else {
      this.#takeInTurn({ text: data.toString(), arrivedMs: performance.now() });
    }
  }

  /** Control frames cost as much as messages do. */
  #countControl(): void {
    if (this.#socket.readyState !== this.#socket.OPEN || this.#isSentAway) return;
    const isKnown = this.#identity.known !== null;
    const waitMs = isKnown
      ? this.#waitFor(null)
      : this.#context.throttle.takeClient(this.#client, 1);
    if (waitMs > 0) this.#reject(this.#replies.reserve(), { waitMs, requestId: undefined });
  }

  #takeInTurn(arrived: Arrived): void {
    if (this.#held === null) this.#take(arrived).catch(this.#context.onFailure);
    else this.#held.push(arrived);
  }

  async #take({ text, arrivedMs }: Arrived): Promise<void> {
    const reply = this.#replies.reserve();
    const read = readText(text, this.#context.limits.jsonDepth);
    const waitMs = this.#waitFor(read.message);
    if (waitMs > 0) {
      this.#reject(reply, { waitMs, requestId: read.requestId });
    } else if (read.message === null) {
      reply(this.#refusal(read.error, read.requestId));
    } else if (authenticates(read.message)) {
      // What follows an authentication waits for it: what has arrived here, the rest at the sender.
      this.#held = [];
      this.#socket.pause();
      reply(await this.#handleSafely(read.message, { requestId: read.requestId, arrivedMs }));
      this.#socket.resume();
      this.#release();
    } else {
      reply(await this.#handleSafely(read.message, { requestId: read.requestId, arrivedMs }));
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const arrived of held) this.#takeInTurn(arrived);
  }

  async #handleSafely(
    message: ReadMessage,
    { requestId, arrivedMs }: { requestId: string | undefined; arrivedMs: number },
  ): Promise<() => void> {
    try {
      const { trace } = this.#context;
      const send = await trace({ name: 'socket message' }, () => this.#handle(message, arrivedMs));
      this.#context.onMessage('handled');
      return send;
    } catch (error) {
      return this.#refusal(error, requestId);
    }
  }

  /** What tells the client of an error, which is its own unless it is ours. */
  #refusal(error: unknown, requestId: string | undefined): () => void {
    const refused = error instanceof ProtocolError;
    if (!refused) this.#context.onFailure(error);
    this.#context.onMessage(refused ? 'refused' : 'failed');
    const told = refused ? error : new ProtocolError('gateway/internal');
    return () => this.#replyError(told, requestId);
  }

  /** Does what a message asks for; gives what sends the answer. */
  async #handle(message: ReadMessage, arrivedMs: number): Promise<() => void> {
    const { rpc, auth, entry, orders, reads, pseudonym, limits } = this.#context;
    const subscriptions = this.#subscriptions.change();
    const identity = this.#identity;
    const answer =
      message.kind === 'rpc'
        ? await rpc.answer(message.value, { dialect: 'plain', identity, arrivedMs, subscriptions })
        : await answerNativeFrame(message.frame, {
            identity,
            subscriptions,
            auth,
            entry,
            orders,
            reads,
            pseudonym,
            arrivedMs,
            clockSkewMs: limits.clockSkewMs,
            asOf: () => this.#asOf(),
          });
    return () => {
      if (typeof answer === 'string') this.#send(answer);
      else if (answer !== null) this.#sendFrame(answer);
      subscriptions.begin();
    };
  }

  #waitFor(message: ReadMessage | null): number {
    const { throttle } = this.#context;
    const { known } = this.#identity;
    const costs = this.#costsOf(message);
    if (known !== null) {
      const { address } = known;
      return throttle.takeAccount({ address, client: this.#client }, costs);
    }
    // The message itself has been counted already.
    const total = [...costs.values()].reduce((sum, cost) => sum + cost, 0);
    return total > 1 ? throttle.takeClient(this.#client, total - 1) : 0;
  }

  #costsOf(message: ReadMessage | null): ReadonlyMap<RequestClass, number> {
    if (message === null) return ONE.other;
    if (message.kind === 'rpc') return this.#context.rpc.costs(message.value);
    return ONE[classOf(message.frame)];
  }

  #identityEnded(reason: ProtocolError | null): void {
    this.#subscriptions.endPrivate();
    if (reason !== null) this.#replyError(reason, undefined);
  }

  #reject(
    reply: (send: () => void) => void,
    { waitMs, requestId }: { waitMs: number; requestId: string | undefined },
  ): void {
    const { limits, now, onMessage } = this.#context;
    onMessage('rate-limited');
    const peaceful = now() - this.#lastRejectionMs > limits.hammerPeaceMs;
    this.#rejections = peaceful ? 1 : this.#rejections + 1;
    this.#lastRejectionMs = now();
    if (this.#rejections > limits.hammerRejections) {
      this.#isSentAway = true;
      reply(() => this.#outbound.close(POLICY_VIOLATION, 'gateway/rate-limited'));
      return;
    }
    const error = new ProtocolError('gateway/rate-limited', { facts: { retry_after_ms: waitMs } });
    reply(() => this.#replyError(error, requestId));
  }

  #replyError(error: ProtocolError, requestId: string | undefined): void {
    const frame = encodeErrorFrame(error, { requestId, ...this.#asOf() });
    if (error.code === 'auth/invalid-challenge') {
      // A connection may outlive the challenge that it was greeted with.
      const challenge = encodeChallenge(this.#context.auth.challenge());
      this.#sendFrame({ ...frame, data: { ...frame.data, challenge } });
    } else {
      this.#sendFrame(frame);
    }
  }

  #sendFrame(frame: object): void {
    this.#send(writeJson(frame));
  }

  #send(text: string): void {
    this.#outbound.sendText(text);
    this.#context.onFrameSent();
  }

  #asOf() {
    return { seq: this.#context.seq(), timestampMs: this.#context.now() };
  }

  #giveUp(): void {
    this.#subscriptions.endAll();
    this.#outbound.close(TRY_AGAIN_LATER, 'slow consumer');
  }
}
