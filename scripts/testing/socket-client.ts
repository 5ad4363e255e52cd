import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A frame as it arrived, parsed by the language's own JSON. */
export type ReceivedFrame = {
  readonly type?: string;
  readonly channel?: string;
  readonly error?: string;
  readonly data?: Record<string, unknown>;
  readonly [member: string]: unknown;
};

/** A WebSocket client that keeps what it receives until a test asks for it. */
export class SocketClient {
  readonly socket: WebSocket;
  /** Texts of frames as they arrived. */
  readonly texts: string[] = [];
  readonly closed: Promise<number>;
  readonly #waiting: (() => void)[] = [];

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => {
      this.texts.push(data.toString());
      this.#wakeUp();
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    this.closed = promise;
    this.socket.on('close', (code) => {
      resolve(code);
      this.#wakeUp();
    });
    this.socket.on('error', () => this.#wakeUp());
  }

  /** Connects, and takes the greeting. */
  static async connect(url: string, options: ClientOptions = {}): Promise<SocketClient> {
    const client = new SocketClient(url, options);
    await once(client.socket, 'open');
    const greeting = await client.next();
    if (greeting.type !== 'connected') throw new Error(`greeted with ${JSON.stringify(greeting)}`);
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** The next frame; rejects when the connection ends before one comes. */
  async next(): Promise<ReceivedFrame> {
    for (;;) {
      const text = this.texts.shift();
      if (text !== undefined) return JSON.parse(text);
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('the connection has ended');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The next frame that fits; those before it are thrown away. */
  async nextWhere(fits: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame> {
    for (;;) {
      const frame = await this.next();
      if (fits(frame)) return frame;
    }
  }

  /** Everything that the server had sent before it answered this. */
  async flush(): Promise<ReceivedFrame[]> {
    const id = `flush-${Math.random()}`;
    this.send({ type: 'ping', request_id: id });
    const frames: ReceivedFrame[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.type === 'pong' && frame.request_id === id) return frames;
      frames.push(frame);
    }
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  #wakeUp(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
