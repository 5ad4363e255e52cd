import { decodeEvents, type EngineEvent, type EventBuffer } from '#server/engine/index.ts';
import type { ReleasedCommands } from './released-commands.ts';

/** What commands did, without the commands. */
export type ReleasedEvents = Omit<ReleasedCommands, 'commandOf'>;

/** Commands whose events share memory. */
const CHUNK = 4_096;

/**
 * The events of commands that have been executed and are not durable yet, in order. They are taken
 * over from the engine's buffer a batch at a time. Memory is used again, so that in steady state
 * hardly anything is allocated.
 */
export class UnreleasedEvents {
  readonly #source: EventBuffer;
  readonly #chunks: EventChunk[] = [];
  readonly #spare: EventChunk[] = [];

  /** @param source - where the engine writes events; it is emptied here */
  constructor(source: EventBuffer) {
    this.#source = source;
  }

  /** A command has been executed, and what it did is at the end of the engine's buffer. */
  executed(seq: number, time: number): void {
    const last = this.#chunks.at(-1);
    const open = last === undefined || last.count === CHUNK ? this.#begin(seq) : last;
    open.executed(time, this.#source.length);
    if (open.count === CHUNK) this.collect();
  }

  /** Takes over what the engine's buffer holds; to be called before anything of it is released. */
  collect(): void {
    if (this.#source.length === 0) return;
    this.#chunks.at(-1)?.append(this.#source.words.subarray(0, this.#source.length));
    this.#source.clear();
  }

  /** Hands out all commands up to `seq`, in batches, and forgets them. */
  releaseUpTo(seq: number, release: (released: ReleasedEvents) => void): void {
    for (;;) {
      const chunk = this.#chunks[0];
      if (chunk === undefined || chunk.firstSeq > seq) return;
      const lastSeq = Math.min(seq, chunk.endSeq - 1);
      const { firstSeq } = chunk;
      chunk.firstSeq = lastSeq + 1;
      release(chunk.released(firstSeq, lastSeq));
      if (chunk.firstSeq < chunk.endSeq) return;
      this.#chunks.shift();
      this.#spare.push(chunk);
    }
  }

  #begin(seq: number): EventChunk {
    const chunk = this.#spare.pop() ?? new EventChunk();
    chunk.begin(seq);
    this.#chunks.push(chunk);
    return chunk;
  }
}

class EventChunk {
  #words = new Int32Array(16 * CHUNK);
  #length = 0;
  readonly #ends = new Int32Array(CHUNK);
  readonly #times = new Float64Array(CHUNK);
  #baseSeq = 0;
  count = 0;
  /** The first command that is still to be released. */
  firstSeq = 0;

  get endSeq(): number {
    return this.#baseSeq + this.count;
  }

  begin(seq: number): void {
    this.#length = 0;
    this.#baseSeq = seq;
    this.firstSeq = seq;
    this.count = 0;
  }

  /** `sourceLength` counts the words that are still to be appended. */
  executed(time: number, sourceLength: number): void {
    this.#ends[this.count] = this.#length + sourceLength;
    this.#times[this.count] = time;
    this.count += 1;
  }

  append(words: Int32Array): void {
    const length = this.#length + words.length;
    if (length > this.#words.length) {
      const larger = new Int32Array(Math.max(length, 2 * this.#words.length));
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words.set(words, this.#length);
    this.#length = length;
  }

  released(firstSeq: number, lastSeq: number): ReleasedEvents {
    return {
      firstSeq,
      lastSeq,
      timeOf: (seq) => this.#times[this.#index(seq)] as number,
      eventsOf: (seq) => this.#eventsOf(this.#index(seq)),
    };
  }

  #index(seq: number): number {
    const index = seq - this.#baseSeq;
    if (index < 0 || index >= this.count) throw new RangeError(`${seq} is not in this batch`);
    return index;
  }

  #eventsOf(index: number): readonly EngineEvent[] {
    const from = index === 0 ? 0 : (this.#ends[index - 1] as number);
    const words = { words: this.#words, length: this.#length };
    return decodeEvents(words, { from, to: this.#ends[index] as number });
  }
}
