import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { SocketOutbound } from './socket-outbound.ts';

/** What of a WebSocket is used, with a buffer that a test fills and empties. */
class BufferedSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly #pending: { readonly bytes: number; readonly sent: () => void }[] = [];

  send(data: Buffer | string, _options: object, sent: () => void): void {
    this.bufferedAmount += data.length;
    this.#pending.push({ bytes: data.length, sent });
  }

  /** The client reads one message. */
  read(): void {
    const message = this.#pending.shift();
    this.bufferedAmount -= message?.bytes ?? 0;
    message?.sent();
  }
}

function outbound() {
  const clock = new ManualClock();
  const socket = new BufferedSocket();
  const events: string[] = [];
  const writes: string[] = [];
  const connection = {
    cork: () => writes.push('begin'),
    uncork: () => writes.push('end'),
  };
  const out = new SocketOutbound(socket, {
    connection,
    softBytes: 10,
    hardBytes: 30,
    stallMs: 1_000,
    now: clock.now,
    onOverflow: () => events.push('overflow'),
    onDrain: () => events.push('drain'),
  });
  return { clock, socket, events, writes, out };
}

describe('SocketOutbound', () => {
  it('is congested above the soft bound, and tells once when it is not any more', () => {
    const { socket, events, out } = outbound();
    out.send('x'.repeat(10));
    expect(out.isCongested()).toBe(false);
    out.send('x');
    expect(out.isCongested()).toBe(true);
    socket.read();
    socket.read();
    expect(events).toEqual(['drain']);
    expect(out.isCongested()).toBe(false);
  });

  it('gives a client up that stays congested for too long', () => {
    const { clock, events, out } = outbound();
    out.send('x'.repeat(11));
    out.isCongested();
    clock.advance(1_000);
    out.isCongested();
    expect(events).toEqual([]);
    clock.advance(1);
    out.isCongested();
    out.isCongested();
    expect(events).toEqual(['overflow']);
  });

  it('counts congestion from its beginning each time', () => {
    const { clock, socket, events, out } = outbound();
    out.send('x'.repeat(11));
    out.isCongested();
    clock.advance(900);
    socket.read();
    out.send('x'.repeat(11));
    out.isCongested();
    clock.advance(900);
    out.isCongested();
    expect(events).toEqual(['drain']);
  });

  it('gives a client up at the hard bound, and sends nothing more', () => {
    const { socket, events, out } = outbound();
    out.send('x'.repeat(31));
    out.send('y');
    expect(events).toEqual(['overflow']);
    expect(socket.bufferedAmount).toBe(31);
  });

  it('writes everything of one turn at once', async () => {
    const { writes, out } = outbound();
    out.send('x');
    out.send('y');
    expect(writes).toEqual(['begin']);
    await Promise.resolve();
    expect(writes).toEqual(['begin', 'end']);
    out.send('z');
    await Promise.resolve();
    expect(writes).toEqual(['begin', 'end', 'begin', 'end']);
  });

  it('sends nothing on a socket that is not open', () => {
    const { socket, out } = outbound();
    socket.readyState = 2;
    out.send('x');
    expect(socket.bufferedAmount).toBe(0);
  });
});
