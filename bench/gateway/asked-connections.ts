import { performance } from 'node:perf_hooks';
import { keepPace, workUntil } from './keep-pace.ts';
import { clientFrame, RawSocket } from './raw-socket.ts';

/** What came of messages that were sent at a steady rate. */
export type Answered = {
  /** How long each took from when it was due to its answer, ms. */
  readonly latencies: Float64Array;
  readonly begunMs: number;
};

/** Messages that one connection has on the way when as much as possible is asked. */
const WINDOW = 8;

/** Connections whose every message is answered by one, in order. */
export class AskedConnections {
  readonly #sockets: readonly RawSocket[];
  readonly #isGood: (answer: Buffer) => boolean;

  private constructor(sockets: readonly RawSocket[], isGood: (answer: Buffer) => boolean) {
    this.#sockets = sockets;
    this.#isGood = isGood;
  }

  static async open({
    port,
    path,
    hellos,
    greets,
    isGood,
  }: {
    readonly port: number;
    readonly path: string;
    /** What is said first on each, and answered. */
    readonly hellos: readonly object[];
    /** Whether the server says something before it is asked. */
    readonly greets: boolean;
    readonly isGood: (answer: Buffer) => boolean;
  }): Promise<AskedConnections> {
    const sockets: RawSocket[] = [];
    for (const hello of hellos) {
      const socket = await RawSocket.connect({ port, path });
      if (greets) await socket.next();
      socket.send(clientFrame(JSON.stringify(hello)));
      const answer = await socket.next();
      if (answer.includes('"error"')) throw new Error(answer);
      sockets.push(socket);
    }
    return new AskedConnections(sockets, isGood);
  }

  /** Sends frames at a steady rate, on one connection after the other. */
  async steady(
    frames: readonly Buffer[],
    {
      perSecond,
      take = () => undefined,
    }: {
      readonly perSecond: number;
      readonly take?: (index: number, answer: Buffer) => void;
    },
  ): Promise<Answered> {
    const total = frames.length;
    const answeredMs = new Float64Array(total);
    let answers = 0;
    const queues = this.#listen((index, answer) => {
      answeredMs[index] = performance.now();
      answers += 1;
      take(index, answer);
    });
    const begunMs = await keepPace({ total, perSecond }, (index) => {
      this.#send(frames, { index, queues });
    });
    await workUntil(() => answers === total);
    const latencies = answeredMs.map((at, index) => at - begunMs - (index * 1_000) / perSecond);
    return { latencies, begunMs };
  }

  /** Sends frames as fast as they are answered; gives answers a second. */
  async saturate(frames: readonly Buffer[]): Promise<number> {
    const count = this.#sockets.length;
    let answers = 0;
    const sent = new Int32Array(count);
    const more = (connection: number) => {
      const index = connection + count * (sent[connection] ?? 0);
      if (index >= frames.length) return;
      sent[connection] = (sent[connection] ?? 0) + 1;
      this.#send(frames, { index, queues });
    };
    const queues = this.#listen((index) => {
      answers += 1;
      more(index % count);
    });
    const begunMs = performance.now();
    for (let turn = 0; turn < WINDOW; turn += 1) {
      for (let connection = 0; connection < count; connection += 1) more(connection);
    }
    await workUntil(() => answers === frames.length);
    return (frames.length * 1_000) / (performance.now() - begunMs);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  #send(
    frames: readonly Buffer[],
    { index, queues }: { readonly index: number; readonly queues: readonly number[][] },
  ): void {
    const connection = index % this.#sockets.length;
    queues[connection]?.push(index);
    this.#sockets[connection]?.send(frames[index] as Buffer);
  }

  /** Answers come in the order in which was asked. */
  #listen(take: (index: number, answer: Buffer) => void): readonly number[][] {
    return this.#sockets.map((socket) => {
      const queue: number[] = [];
      socket.onClose(() => {
        if (queue.length > 0) throw new Error('the server closed a connection');
      });
      socket.onFrame((payload) => {
        const index = queue.shift();
        if (index === undefined) return;
        if (!this.#isGood(payload)) throw new Error(`unexpected: ${payload.toString()}`);
        take(index, payload);
      });
      return queue;
    });
  }
}
