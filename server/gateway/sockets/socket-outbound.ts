/** What of a WebSocket is used. */
export type OutboundSocket = {
  readonly readyState: number;
  readonly OPEN: number;
  readonly bufferedAmount: number;
  send(data: Buffer | string, options: { binary: boolean }, sent: (error?: Error) => void): void;
};

/** What of the connection below a WebSocket is used. */
export type OutboundConnection = { cork(): void; uncork(): void };

export type SocketOutboundOptions = {
  /** Below the socket: what is sent at once goes out at once, in as few packets as hold it. */
  readonly connection: OutboundConnection;
  readonly softBytes: number;
  readonly hardBytes: number;
  readonly stallMs: number;
  readonly now: () => number;
  /** The client does not read fast enough, and waiting has not helped. */
  readonly onOverflow: () => void;
  /** Unsent bytes have fallen below the soft bound again. */
  readonly onDrain: () => void;
};

/**
 * The way out to one client. It is congested while more than `softBytes` are unsent: then whoever
 * can send a newer whole state later should wait. A client that stays congested, or to which answers
 * alone pile up beyond `hardBytes`, is given up.
 */
export class SocketOutbound {
  readonly #socket: OutboundSocket;
  readonly #options: SocketOutboundOptions;
  #congestedSinceMs: number | null = null;
  #overflown = false;
  #isCorked = false;

  constructor(socket: OutboundSocket, options: SocketOutboundOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** Whether deltas should wait. */
  isCongested(): boolean {
    const { softBytes, stallMs, now } = this.#options;
    if (this.#socket.bufferedAmount <= softBytes) {
      this.#congestedSinceMs = null;
      return false;
    }
    this.#congestedSinceMs ??= now();
    if (now() - this.#congestedSinceMs > stallMs) this.#overflow();
    return true;
  }

  send(bytes: Buffer | string): void {
    const { socket, hardBytes } = { socket: this.#socket, hardBytes: this.#options.hardBytes };
    if (this.#overflown || socket.readyState !== socket.OPEN) return;
    this.#cork();
    socket.send(bytes, { binary: false }, (error) => {
      // ws passes null where its types promise nothing.
      if (!error) this.#sent();
    });
    if (socket.bufferedAmount > hardBytes) this.#overflow();
  }

  /** Everything of one turn is one write: one frame after the other costs a system call each. */
  #cork(): void {
    if (this.#isCorked) return;
    const { connection } = this.#options;
    this.#isCorked = true;
    connection.cork();
    queueMicrotask(() => {
      this.#isCorked = false;
      connection.uncork();
    });
  }

  #sent(): void {
    if (this.#congestedSinceMs === null || this.#overflown) return;
    if (!this.isCongested()) this.#options.onDrain();
  }

  #overflow(): void {
    if (this.#overflown) return;
    this.#overflown = true;
    this.#options.onOverflow();
  }
}
