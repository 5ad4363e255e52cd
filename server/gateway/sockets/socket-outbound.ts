import { textFrame } from '../text-frame.ts';
import type { OutboundTurn } from './outbound-turn.ts';

/** What of a WebSocket is used. */
export type OutboundSocket = {
  readonly readyState: number;
  readonly OPEN: number;
  close(code: number, reason: string): void;
};

/** What of the connection below a WebSocket is used: frames are written to it whole. */
export type OutboundConnection = {
  /** Bytes that were written and are not with the system yet. */
  readonly writableLength: number;
  write(bytes: Buffer): boolean;
  cork(): void;
  uncork(): void;
  /** Everything that was written is with the system, after it was too much. */
  on(event: 'drain', listener: () => void): unknown;
};

export type SocketOutboundOptions = {
  readonly connection: OutboundConnection;
  readonly turn: OutboundTurn;
  readonly softBytes: number;
  readonly hardBytes: number;
  readonly stallMs: number;
  readonly now: () => number;
  /** The client does not read fast enough, and waiting has not helped. */
  readonly onOverflow: () => void;
  /** The client, which did not keep up, has been sent everything. */
  readonly onDrain: () => void;
};

/**
 * The way out to one client. It is congested while more than `softBytes` are unsent: then whoever
 * can send a newer whole state later should wait. A client that stays congested, or to which answers
 * alone pile up beyond `hardBytes`, is given up.
 *
 * Frames come ready made and go to the connection past the WebSocket above it, which writes whole
 * frames too: a frame for a thousand clients is one piece of memory, and one write for each.
 */
export class SocketOutbound {
  readonly #socket: OutboundSocket;
  readonly #options: SocketOutboundOptions;
  readonly #flushAtEnd = () => this.#flush();
  /** Frames of this turn. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #congestedSinceMs: number | null = null;
  #overflown = false;

  constructor(socket: OutboundSocket, options: SocketOutboundOptions) {
    this.#socket = socket;
    this.#options = options;
    options.connection.on('drain', () => this.#drained());
  }

  /** Whether deltas should wait. */
  isCongested(): boolean {
    const { softBytes, stallMs, now } = this.#options;
    if (this.#unsentBytes() <= softBytes) {
      this.#congestedSinceMs = null;
      return false;
    }
    this.#congestedSinceMs ??= now();
    if (now() - this.#congestedSinceMs > stallMs) this.#overflow();
    return true;
  }

  sendText(text: string): void {
    this.send(textFrame(text));
  }

  /** @param frame - what `textFrame` has made; it must not change any more */
  send(frame: Buffer): void {
    if (this.#overflown || !this.#isOpen()) return;
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    if (this.#waiting.length === 1) this.#options.turn.atEnd(this.#flushAtEnd);
    if (this.#unsentBytes() > this.#options.hardBytes) this.#overflow();
  }

  /** Says why and leaves, once what was sent before is on its way. */
  close(code: number, reason: string): void {
    this.#flush();
    this.#socket.close(code, reason);
  }

  #flush(): void {
    const frames = this.#waiting;
    const [first] = frames;
    if (first === undefined) return;
    this.#waiting = [];
    this.#waitingBytes = 0;
    // After a close frame nothing may follow.
    if (!this.#isOpen()) return;
    const { connection } = this.#options;
    if (frames.length === 1) {
      connection.write(first);
      return;
    }
    connection.cork();
    for (const frame of frames) connection.write(frame);
    connection.uncork();
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #unsentBytes(): number {
    return this.#waitingBytes + this.#options.connection.writableLength;
  }

  #drained(): void {
    if (this.#congestedSinceMs === null || this.#overflown) return;
    if (!this.isCongested()) this.#options.onDrain();
  }

  #overflow(): void {
    if (this.#overflown) return;
    this.#overflown = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#options.onOverflow();
  }
}
