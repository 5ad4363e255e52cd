import type { PlaceOrder } from '#server/engine/index.ts';
import { type CommandLog, RecordBatch } from '#server/journal/index.ts';
import { WeightedLatencies } from './weighted-latencies.ts';

type MutablePlace = { -readonly [Name in keyof PlaceOrder]: PlaceOrder[Name] };

/** Encodes and appends commands to a log and measures when each is acknowledged. */
export class MeasuredLog {
  readonly latencies = new WeightedLatencies();
  readonly #log: CommandLog;
  readonly #batch = new RecordBatch();
  readonly #command: MutablePlace;
  /** Batches that are not yet durable: last number, records, when they came. */
  readonly #lastSeqs: number[] = [];
  readonly #counts: number[] = [];
  readonly #times: number[] = [];
  #oldest = 0;

  constructor(log: CommandLog, command: PlaceOrder) {
    this.#log = log;
    this.#command = { ...command };
    log.listen({
      durable: (seq) => this.#acknowledge(seq),
      room: () => undefined,
      stopped: () => undefined,
    });
  }

  /** Records that were appended and are not durable. */
  get outstanding(): number {
    return this.#log.lastSeq - this.#log.durableSeq;
  }

  /** Appends so many commands that were due at a time; false when there is no room for them. */
  append(count: number, dueMs: number): boolean {
    const batch = this.#batch;
    batch.clear();
    const command = this.#command;
    const first = this.#log.lastSeq + 1;
    for (let index = 0; index < count && !batch.isFull; index += 1) {
      command.seq = first + index;
      command.orderId = first + index;
      command.clientOrderId = first + index;
      command.price = 6_000_000 + (index & 1_023);
      batch.append(command);
    }
    if (batch.byteLength > this.#log.roomBytes) return false;
    this.#log.append(batch, this.#log.lastSeq);
    this.#lastSeqs.push(batch.lastSeq);
    this.#counts.push(batch.count);
    this.#times.push(dueMs);
    return true;
  }

  #acknowledge(durableSeq: number): void {
    const now = performance.now();
    while ((this.#lastSeqs[this.#oldest] ?? Number.POSITIVE_INFINITY) <= durableSeq) {
      const ms = now - (this.#times[this.#oldest] ?? now);
      this.latencies.add(ms, this.#counts[this.#oldest] ?? 0);
      this.#oldest += 1;
    }
  }
}
