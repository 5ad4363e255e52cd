import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * A WebSocket client that does as little as a client can: it cuts frames out of what arrives, answers
 * pings and looks at nothing else, so that what is measured is the server.
 */
export class RawSocket {
  readonly #socket: Socket;
  /** What arrived of a frame that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0);
  #onFrame: (payload: Buffer) => void = () => undefined;
  #onClose: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * @param from - the address that it comes from
   * @throws RefusedUpgradeError when the server does not speak WebSocket with this client.
   */
  static async connect({
    port,
    path,
    from = '127.0.0.1',
  }: {
    port: number;
    path: string;
    from?: string;
  }): Promise<RawSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, localAddress: from });
    const client = new RawSocket(socket);
    await client.#upgrade(path, port);
    return client;
  }

  onFrame(listener: (payload: Buffer) => void): void {
    this.#onFrame = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  /** Sends what `clientFrame` has made. */
  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Resolves to the text of the next frame. */
  next(): Promise<string> {
    const before = this.#onFrame;
    return new Promise((resolve) => {
      this.#onFrame = (payload) => {
        this.#onFrame = before;
        resolve(payload.toString());
      };
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #upgrade(path: string, port: number): Promise<void> {
    const key = randomBytes(16).toString('base64');
    const head = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
    ];
    this.#socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return new Promise((resolve, reject) => {
      let answer = Buffer.alloc(0);
      const refused = () => reject(new RefusedUpgradeError(answer.toString('latin1')));
      const take = (chunk: Buffer) => {
        answer = Buffer.concat([answer, chunk]);
        const end = answer.indexOf('\r\n\r\n');
        if (end === -1) return;
        this.#socket.off('data', take);
        if (!answer.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
          this.#socket.destroy();
          refused();
          return;
        }
        resolve();
        this.#socket.on('data', (data: Buffer) => this.#receive(data));
        this.#socket.on('close', () => this.#onClose());
        // The greeting may have come along; whoever awaits this wants to listen first.
        if (answer.length > end + 4) setImmediate(() => this.#receive(answer.subarray(end + 4)));
      };
      this.#socket.on('data', take);
      this.#socket.on('error', refused);
      this.#socket.once('close', refused);
    });
  }

  #receive(data: Buffer): void {
    let buffer = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    for (;;) {
      const frame = cut(buffer);
      if (frame === null) break;
      buffer = buffer.subarray(frame.end);
      if (frame.opcode === PING) this.#socket.write(clientFrame(frame.payload, PONG));
      else if (frame.opcode === TEXT) this.#onFrame(frame.payload);
    }
    this.#rest = buffer;
  }
}

const TEXT = 1;
const PING = 9;
const PONG = 10;
const SHORT = 126;
const LONG = 127;

/** Bytes before the payload, by what stands for its length. */
const HEAD_BYTES: ReadonlyMap<number, number> = new Map([
  [SHORT, 4],
  [LONG, 10],
]);

/** The first frame of a buffer; `null` while it is not whole. Servers do not mask. */
function cut(buffer: Buffer): { opcode: number; payload: Buffer; end: number } | null {
  if (buffer.length < 2) return null;
  const opcode = buffer.readUInt8(0) & 0x0f;
  const code = buffer.readUInt8(1) & 0x7f;
  const head = HEAD_BYTES.get(code) ?? 2;
  if (buffer.length < head) return null;
  const end = head + lengthOf(buffer, head);
  return buffer.length < end ? null : { opcode, payload: buffer.subarray(head, end), end };
}

function lengthOf(buffer: Buffer, head: number): number {
  if (head === 4) return buffer.readUInt16BE(2);
  return head === 2 ? buffer.readUInt8(1) & LONG : buffer.readUInt32BE(6);
}

const MASK = [0x5a, 0xc3, 0x17, 0x9e] as const;

/** A frame as clients send it, masked. */
export function clientFrame(payload: Buffer | string, opcode = TEXT): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  // What this bench sends is short.
  if (length > 0xffff) throw new RangeError(`${length} bytes are too many`);
  const head = Buffer.alloc(length < SHORT ? 2 : 4);
  head.writeUInt8(0x80 | opcode, 0);
  head.writeUInt8(0x80 | Math.min(length, SHORT), 1);
  if (length >= SHORT) head.writeUInt16BE(length, 2);
  bytes.forEach((byte, index) => {
    bytes[index] = byte ^ (MASK[index % MASK.length] as number);
  });
  return Buffer.concat([head, Buffer.from(MASK), bytes]);
}

/** The server answered otherwise than with a WebSocket. */
export class RefusedUpgradeError extends Error {
  override readonly name = 'RefusedUpgradeError';
  /** The whole answer; empty when there was none. */
  readonly answer: string;

  constructor(answer: string) {
    super(`The server refused the connection: ${answer.split('\r\n', 1)[0] || 'no answer'}.`);
    this.answer = answer;
  }
}
