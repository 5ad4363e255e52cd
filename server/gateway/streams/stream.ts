import { type FrameForm, StreamFrame } from './stream-frame.ts';

/** Who follows a stream, in which form. */
export type StreamSubscriber = {
  readonly form: FrameForm;
  /** Takes the next frame, or leaves it: then a later snapshot stands for what was left out. */
  deliver(frame: StreamFrame, stream: Stream): void;
};

export type StreamOptions = {
  /** `prices:BTC-USDT`; unique. */
  readonly name: string;
  /** Type of its frames. */
  readonly type: string;
  /** The whole state as of now, encoded for the wire; `null` when there is none yet. */
  readonly snapshot: () => object | null;
  /** Frames kept for those who come back. */
  readonly replayFrames: number;
  /** The exchange's sequence number at which the stream begins. */
  readonly startSeq: number;
};

/**
 * One channel of one symbol: snapshot, then deltas that count up by one, the latest of which are kept
 * so that a client that was away gets what it missed.
 */
export class Stream {
  readonly name: string;
  readonly #options: StreamOptions;
  readonly #subscribers = new Set<StreamSubscriber>();
  readonly #kept: StreamFrame[] = [];
  #sequence = 0;
  /** Everything after this number is kept. */
  #keptAfterSeq: number;
  #snapshot: StreamFrame | null = null;

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.#options = options;
    this.#keptAfterSeq = options.startSeq;
  }

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  publish({ data, seq, timestampMs }: { data: object; seq: number; timestampMs: number }): void {
    const position = { sequence: this.#sequence + 1, prevSequence: this.#sequence };
    const frame = this.#frame({ data, position, seq, timestampMs });
    this.#sequence += 1;
    this.#snapshot = null;
    this.#kept.push(frame);
    if (this.#kept.length > this.#options.replayFrames) {
      this.#keptAfterSeq = this.#kept.shift()?.seq ?? this.#keptAfterSeq;
    }
    for (const subscriber of this.#subscribers) subscriber.deliver(frame, this);
  }

  /** The state after the latest frame; `null` when there is none yet. Made once per frame. */
  snapshot(asOf: { seq: number; timestampMs: number }): StreamFrame | null {
    if (this.#snapshot !== null) return this.#snapshot;
    const data = this.#options.snapshot();
    if (data === null) return null;
    const position = { sequence: this.#sequence, prevSequence: null };
    this.#snapshot = this.#frame({ data, position, ...asOf });
    return this.#snapshot;
  }

  /** The frames after a sequence number; `null` when they are not all known, or it is none of ours. */
  missedSince(fromSeq: number, currentSeq: number): readonly StreamFrame[] | null {
    if (fromSeq < this.#keptAfterSeq || fromSeq > currentSeq) return null;
    return this.#kept.filter((frame) => frame.seq > fromSeq);
  }

  add(subscriber: StreamSubscriber): void {
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: StreamSubscriber): void {
    this.#subscribers.delete(subscriber);
  }

  #frame(parts: {
    data: object;
    position: { sequence: number; prevSequence: number | null };
    seq: number;
    timestampMs: number;
  }): StreamFrame {
    return new StreamFrame({ type: this.#options.type, channel: this.name, ...parts });
  }
}
