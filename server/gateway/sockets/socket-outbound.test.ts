import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { OutboundTurn } from './outbound-turn.ts';
import { SocketOutbound } from './socket-outbound.ts';

/** A connection whose client reads when the test says so. */
class SlowConnection extends Writable {
  /** What went out with one call of the system. */
  readonly writes: string[] = [];
  readonly #read: (() => void)[] = [];

  constructor() {
    super({ highWaterMark: 8 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#take(chunk.toString(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#take(chunks.map(({ chunk }) => chunk.toString()).join(''), done);
  }

  /** The client reads what is on its way. */
  async read(): Promise<void> {
    this.#read.shift()?.();
    await turnEnd();
  }

  #take(text: string, done: () => void): void {
    this.writes.push(text);
    this.#read.push(done);
  }
}

const turnEnd = () => new Promise<void>((resolve) => setImmediate(resolve));

function outbound(turn = new OutboundTurn()) {
  const clock = new ManualClock();
  const connection = new SlowConnection();
  const events: string[] = [];
  const socket = {
    OPEN: 1,
    readyState: 1,
    close(code: number, reason: string) {
      this.readyState = 2;
      connection.write(`close ${code} ${reason}`);
    },
  };
  const out = new SocketOutbound(socket, {
    connection,
    turn,
    softBytes: 10,
    hardBytes: 30,
    stallMs: 1_000,
    now: clock.now,
    onOverflow: () => events.push('overflow'),
    onDrain: () => events.push('drain'),
  });
  const send = (text: string) => out.send(Buffer.from(text));
  return { clock, socket, connection, events, out, send };
}

describe('SocketOutbound', () => {
  it('is congested above the soft bound, and tells once when all is sent', async () => {
    const { connection, events, out, send } = outbound();
    send('x'.repeat(10));
    expect(out.isCongested()).toBe(false);
    await turnEnd();
    send('x');
    expect(out.isCongested()).toBe(true);
    await turnEnd();
    expect(out.isCongested()).toBe(true);
    await connection.read();
    await connection.read();
    expect(events).toEqual(['drain']);
    expect(out.isCongested()).toBe(false);
  });

  it('counts what waits for the end of the turn', () => {
    const { connection, out, send } = outbound();
    send('x'.repeat(11));
    expect(connection.writes).toEqual([]);
    expect(out.isCongested()).toBe(true);
  });

  it('gives a client up that stays congested for too long', async () => {
    const { clock, events, out, send } = outbound();
    send('x'.repeat(11));
    await turnEnd();
    out.isCongested();
    clock.advance(1_000);
    out.isCongested();
    expect(events).toEqual([]);
    clock.advance(1);
    out.isCongested();
    out.isCongested();
    expect(events).toEqual(['overflow']);
  });

  it('counts congestion from its beginning each time', async () => {
    const { clock, connection, events, out, send } = outbound();
    send('x'.repeat(11));
    out.isCongested();
    await turnEnd();
    clock.advance(900);
    await connection.read();
    send('x'.repeat(11));
    out.isCongested();
    clock.advance(900);
    out.isCongested();
    expect(events).toEqual(['drain']);
  });

  it('gives a client up at the hard bound, and sends nothing more', async () => {
    const { connection, events, send } = outbound();
    send('x'.repeat(20));
    await turnEnd();
    send('y'.repeat(11));
    send('z');
    await turnEnd();
    expect(events).toEqual(['overflow']);
    expect(connection.writes).toEqual(['x'.repeat(20)]);
  });

  it('writes everything of one turn at once, in its order', async () => {
    const { connection, send } = outbound();
    send('a');
    send('b');
    send('c');
    expect(connection.writes).toEqual([]);
    await turnEnd();
    await connection.read();
    send('d');
    await turnEnd();
    expect(connection.writes).toEqual(['abc', 'd']);
  });

  it('writes for all sockets of a turn', async () => {
    const turn = new OutboundTurn();
    const two = [outbound(turn), outbound(turn)];
    for (const { send } of two) send('a');
    await turnEnd();
    expect(two.map(({ connection }) => connection.writes)).toEqual([['a'], ['a']]);
  });

  it('sends what waits before it closes, and nothing after it', async () => {
    const { connection, out, send } = outbound();
    send('answer');
    out.close(1000, 'idle');
    send('late');
    await turnEnd();
    while (connection.writableLength > 0) await connection.read();
    expect(connection.writes).toEqual(['answer', 'close 1000 idle']);
  });

  it('sends nothing when the socket was closed in the same turn', async () => {
    const { connection, socket, send } = outbound();
    send('x');
    socket.readyState = 2;
    await turnEnd();
    expect(connection.writes).toEqual([]);
  });

  it('sends nothing on a socket that is not open', async () => {
    const { connection, socket, send } = outbound();
    socket.readyState = 2;
    send('x');
    await turnEnd();
    expect(connection.writes).toEqual([]);
  });

  it('sends texts as frames', async () => {
    const { connection, out } = outbound();
    out.sendText('hello');
    await turnEnd();
    expect(connection.writes.map((write) => write.slice(-5))).toEqual(['hello']);
    expect(connection.writes[0]).toHaveLength(7);
  });
});
