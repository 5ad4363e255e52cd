import { performance } from 'node:perf_hooks';
import { openCurve } from '#server/auth/index.ts';
import { benchTraders } from './bench-traders.ts';
import { keepPace, workUntil } from './keep-pace.ts';
import { OrderStream } from './order-stream.ts';
import type { ProcessFigures } from './process-figures.ts';
import { clientFrame, RawSocket } from './raw-socket.ts';
import { percentiles, type Report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { traderConnections } from './trader-connections.ts';

const SUBSCRIBERS = 1_000;
const PER_SECOND = 100;
const TRADERS = 25;
/** Orders rest at so many prices in turn, so that each of them changes one level of the book. */
const LEVELS = 20;
const RANGES = 10;

export type BookBenchOptions = {
  readonly folder: string;
  readonly seconds: number;
  readonly plain: ServerProcess;
  readonly report: Report;
};

/** What each subscriber was told, and when. */
class Arrivals {
  readonly #atMs: number[] = [];
  readonly #seqs: number[] = [];
  readonly #subscribers: number[] = [];
  bytes = 0;

  take(subscriber: number, payload: Buffer): void {
    this.#atMs.push(performance.now());
    this.#seqs.push(seqOf(payload));
    this.#subscribers.push(subscriber);
    this.bytes = payload.length;
  }

  get count(): number {
    return this.#seqs.length;
  }

  clear(): void {
    this.#atMs.length = 0;
    this.#seqs.length = 0;
    this.#subscribers.length = 0;
  }

  /** Highest number that every subscriber was told. */
  toldToAll(): number {
    const last = new Array<number>(SUBSCRIBERS).fill(0);
    this.#subscribers.forEach((subscriber, index) => {
      last[subscriber] = this.#seqs[index] ?? 0;
    });
    return Math.min(...last);
  }

  /** How long each subscriber waited for each change, from when it was due. */
  latencies(changes: readonly { readonly seq: number; readonly dueMs: number }[]): Float64Array {
    const found = new Float64Array(changes.length * SUBSCRIBERS);
    const next = new Int32Array(SUBSCRIBERS);
    let count = 0;
    this.#subscribers.forEach((subscriber, index) => {
      const seq = this.#seqs[index] ?? 0;
      for (;;) {
        const change = changes[next[subscriber] ?? 0];
        // One update tells all changes up to its number.
        if (change === undefined || change.seq > seq) return;
        found[count] = (this.#atMs[index] ?? 0) - change.dueMs;
        next[subscriber] = (next[subscriber] ?? 0) + 1;
        count += 1;
      }
    });
    if (count !== found.length) throw new Error(`${found.length - count} changes were not told`);
    return found;
  }
}

const SEQ = Buffer.from('"seq":');

function seqOf(payload: Buffer): number {
  let at = payload.lastIndexOf(SEQ) + SEQ.length;
  let seq = 0;
  for (;;) {
    const digit = (payload[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return seq;
    seq = seq * 10 + digit;
    at += 1;
  }
}

/** Changes of a book, from when the order that makes one was due to when each subscriber has it. */
export async function measureBooks({
  folder,
  seconds,
  plain,
  report,
}: BookBenchOptions): Promise<void> {
  report.title(`${PER_SECOND} book updates a second to ${SUBSCRIBERS} subscribers`);
  const server = await ServerProcess.start('exchange', [folder]);
  try {
    const { latencies, bytes, updates } = await measureExchange(server, seconds);
    const { busy, cpuMs } = await server.ask<ProcessFigures>('figures');
    const plainMs = await measurePlain(plain, { seconds, bytes, report });
    report.line('order due to book update at the subscriber', percentiles(latencies));
    report.line('  its thread was busy', `${Math.round(100 * busy)} %`);
    const micros = (ms: number, frames: number) => `${((1_000 * ms) / frames).toFixed(1)} µs`;
    const plainFrames = seconds * PER_SECOND * SUBSCRIBERS;
    const each = `${micros(cpuMs, updates)}, of the bare ws ${micros(plainMs, plainFrames)}`;
    report.line('  its processor time for each frame', each);
    const told = Math.round(updates / SUBSCRIBERS / seconds);
    report.line('  updates that each got', `${told}/s of ${bytes} bytes`);
  } finally {
    await server.stop();
  }
}

async function measureExchange(server: ServerProcess, seconds: number) {
  await server.ask('open', TRADERS);
  const orders = await traderConnections(server, TRADERS);
  const stream = new OrderStream({
    traders: await benchTraders(TRADERS),
    price: await server.ask<number>('price'),
    curve: openCurve(),
    ranges: await server.ask<number[][]>('reserve', RANGES),
  });
  const arrivals = new Arrivals();
  const subscribe = { type: 'subscribe', channel: 'orderbook', symbols: ['BTC-USDT'] };
  await orders.steady(await stream.resting(LEVELS, LEVELS), { perSecond: PER_SECOND });
  const sockets = await subscribers(server, { path: '/ws', hello: subscribe, arrivals });
  await orders.steady(await stream.resting(2 * PER_SECOND, LEVELS), { perSecond: PER_SECOND });
  arrivals.clear();
  await server.ask('figures');
  const frames = await stream.resting(seconds * PER_SECOND, LEVELS);
  const seqs = new Float64Array(frames.length);
  const { begunMs } = await orders.steady(frames, {
    perSecond: PER_SECOND,
    take: (index, answer) => {
      seqs[index] = seqOf(answer);
    },
  });
  const changes = Array.from(seqs, (seq, index) => ({
    seq,
    dueMs: begunMs + (index * 1_000) / PER_SECOND,
  }));
  const lastSeq = changes.at(-1)?.seq ?? 0;
  await workUntil(() => arrivals.toldToAll() >= lastSeq);
  for (const socket of sockets) socket.close();
  orders.close();
  const { bytes, count: updates } = arrivals;
  return { latencies: arrivals.latencies(changes), bytes, updates };
}

/** The same bytes as often, from a server that hands on what it is told; gives its processor time. */
async function measurePlain(
  server: ServerProcess,
  of: { readonly seconds: number; readonly bytes: number; readonly report: Report },
): Promise<number> {
  const { port } = server;
  const arrivals = new Arrivals();
  const sockets = await subscribers({ port }, { path: '/all', hello: null, arrivals });
  const source = await RawSocket.connect({ port, path: '/all' });
  const padding = 'x'.repeat(Math.max(0, of.bytes - 40));
  const frames = Array.from({ length: of.seconds * PER_SECOND }, (_, index) =>
    clientFrame(JSON.stringify({ data: padding, seq: index + 1 })),
  );
  const total = frames.length;
  await server.ask('figures');
  const begunMs = await keepPace({ total, perSecond: PER_SECOND }, (index) =>
    source.send(frames[index] as Buffer),
  );
  await workUntil(() => arrivals.count === total * SUBSCRIBERS);
  const { cpuMs } = await server.ask<ProcessFigures>('figures');
  const changes = frames.map((_, index) => ({
    seq: index + 1,
    dueMs: begunMs + (index * 1_000) / PER_SECOND,
  }));
  of.report.line('bare ws, as many of the same size', percentiles(arrivals.latencies(changes)));
  for (const socket of [...sockets, source]) socket.close();
  return cpuMs;
}

async function subscribers(
  { port }: { readonly port: number },
  {
    path,
    hello,
    arrivals,
  }: { readonly path: string; readonly hello: object | null; readonly arrivals: Arrivals },
): Promise<readonly RawSocket[]> {
  const sockets: RawSocket[] = [];
  for (let index = 0; index < SUBSCRIBERS; index += 1) {
    const socket = await RawSocket.connect({ port, path });
    if (hello !== null) {
      await socket.next();
      socket.send(clientFrame(JSON.stringify(hello)));
      await socket.next();
    }
    socket.onFrame((payload) => arrivals.take(index, payload));
    sockets.push(socket);
  }
  return sockets;
}
