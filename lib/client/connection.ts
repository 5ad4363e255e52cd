import { parseJson } from '#lib/protocol/exact-json.ts';
import type { ClientFrame } from '#lib/protocol/frames/client-frame.ts';
import { decodeServerFrame, type ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { ConnectionState } from './connection-state.ts';
import type { SocketConstructor, SocketLike } from './socket-like.ts';

export type ConnectionTimings = {
  /** Bound of the first wait between attempts, which doubles with each failure … */
  readonly backoffBaseMs: number;
  /** … up to this. */
  readonly backoffCapMs: number;
  /** A connection that held for so long was good: the next failure counts as the first. */
  readonly stableMs: number;
  /** An attempt that takes longer has failed. */
  readonly connectMs: number;
  /** Time between pings. */
  readonly pingMs: number;
  /** Without a frame for so long, what is shown is stale … */
  readonly staleMs: number;
  /** … and for so long, the connection is dead. */
  readonly deadMs: number;
};

export type ConnectionOptions = {
  readonly url: string;
  readonly Socket: SocketConstructor;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timings: ConnectionTimings;
  readonly onOpen: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onState: (state: ConnectionState) => void;
  /** A frame could not be understood. */
  readonly onUnreadable: (error: unknown) => void;
};

/** One socket at a time: connects, notices when it is dead, and connects again until it is stopped. */
export class Connection {
  readonly #options: ConnectionOptions;
  #state: ConnectionState = { status: 'connecting' };
  /** The socket whose events count; those of an abandoned one do not. */
  #socket: SocketLike | null = null;
  #isOpen = false;
  #failures = 0;
  #openedMs = 0;
  #lastFrameMs = 0;
  #pingSentMs: number | null = null;
  #lastPingMs = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  state(): ConnectionState {
    return this.#state;
  }

  /** Makes an attempt now. */
  connect(): void {
    const { Socket, url, clock, timings } = this.#options;
    this.#abandon();
    this.#setState({ status: 'connecting' });
    const socket = new Socket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('message', ({ data }) => this.#received(socket, data));
    socket.addEventListener('close', () => this.#lost(socket));
    socket.addEventListener('error', () => this.#lost(socket));
    this.#cancelTimer = clock.after(timings.connectMs, () => this.#lost(socket));
  }

  stop(): void {
    this.#abandon();
    this.#setState({ status: 'closed' });
  }

  /** Sends a frame; false when there is no open socket, and nothing is kept for later. */
  send(frame: ClientFrame): boolean {
    if (this.#socket === null || !this.#isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The machine may have slept: find out at once whether the connection still lives. */
  wake(): void {
    if (this.#state.status === 'reconnecting') this.connect();
    else if (this.#isOpen) this.#ping();
  }

  #opened(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    const now = this.#options.clock.now();
    this.#isOpen = true;
    this.#openedMs = now;
    this.#lastFrameMs = now;
    this.#cancelTimer();
    this.#setState({ status: 'open', latencyMs: null });
    this.#options.onOpen();
    this.#ping();
    this.#watch(socket);
  }

  #received(socket: SocketLike, data: unknown): void {
    if (socket !== this.#socket || typeof data !== 'string') return;
    this.#lastFrameMs = this.#options.clock.now();
    if (this.#state.status === 'stale') this.#setState({ status: 'open', latencyMs: null });
    let frame: ServerFrame | null;
    try {
      frame = decodeServerFrame(parseJson(data));
    } catch (error) {
      this.#options.onUnreadable(error);
      return;
    }
    if (frame?.type === 'pong') this.#ponged();
    if (frame !== null) this.#options.onFrame(frame);
  }

  #ponged(): void {
    if (this.#pingSentMs === null) return;
    const latencyMs = this.#options.clock.now() - this.#pingSentMs;
    this.#pingSentMs = null;
    this.#setState({ status: 'open', latencyMs });
  }

  #ping(): void {
    this.#lastPingMs = this.#options.clock.now();
    // An unanswered ping is not repeated: its late answer would look like a quick one.
    if (this.#pingSentMs !== null) return;
    if (this.send({ type: 'ping' })) this.#pingSentMs = this.#lastPingMs;
  }

  /** Looks after an open socket, at the latest when the next thing is due. */
  #watch(socket: SocketLike): void {
    const { clock, timings } = this.#options;
    if (socket !== this.#socket) return;
    const now = clock.now();
    const silentMs = now - this.#lastFrameMs;
    if (silentMs >= timings.deadMs) {
      this.#lost(socket);
      return;
    }
    if (now - this.#lastPingMs >= timings.pingMs) this.#ping();
    if (silentMs >= timings.staleMs && this.#state.status === 'open') {
      this.#setState({ status: 'stale', lastFrameMs: this.#lastFrameMs });
    }
    const toStale = silentMs < timings.staleMs ? timings.staleMs : timings.deadMs;
    const wait = Math.min(toStale - silentMs, timings.pingMs - (now - this.#lastPingMs));
    this.#cancelTimer = clock.after(Math.max(1, wait), () => this.#watch(socket));
  }

  #lost(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    const { clock, timings, random } = this.#options;
    const held = this.#isOpen && clock.now() - this.#openedMs >= timings.stableMs;
    this.#abandon();
    this.#failures = held ? 1 : this.#failures + 1;
    const { backoffBaseMs: baseMs, backoffCapMs: capMs } = timings;
    const waitMs = backoffMs(this.#failures, { baseMs, capMs, random });
    const retryAtMs = clock.now() + waitMs;
    this.#setState({ status: 'reconnecting', failures: this.#failures, retryAtMs });
    this.#cancelTimer = clock.after(waitMs, () => this.connect());
  }

  #abandon(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#isOpen = false;
    this.#pingSentMs = null;
    this.#cancelTimer();
    socket?.close();
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
