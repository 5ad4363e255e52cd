import { type FrameContent, type FrameForm, StreamFrame } from './stream-frame.ts';

/** Who follows a stream, in which form. */
export type StreamSubscriber = {
  readonly form: FrameForm;
  /** Takes the next frame, or leaves it: then a later snapshot stands for what was left out. */
  deliver(frame: StreamFrame, stream: Stream): void;
};

/** A number of the exchange, and a time in milliseconds since the epoch. */
export type AsOf = { readonly seq: number; readonly timestampMs: number };

/** The whole state of a stream; `asOf` where it is of another moment than now. */
export type SnapshotContent = FrameContent & { readonly asOf?: AsOf };

/** The exchange's numbers. */
export type StreamNumbers = {
  /** Of the last command that is released. */
  readonly current: () => number;
  /** Who comes back with this one or an older one may have it of an earlier process. */
  readonly boot: () => number;
};

export type StreamOptions = {
  /** `prices:BTC-USDT`; unique. */
  readonly name: string;
  /** What frames call the channel, unless the client called it otherwise. */
  readonly channel: string;
  /** The state after the latest frame; `null` when there is none yet. */
  readonly snapshot: () => SnapshotContent | null;
  /** Frames kept for those who come back, at least. */
  readonly replayFrames: number;
  readonly numbers: StreamNumbers;
  /** The first subscriber came, the last one left. */
  readonly onBusy?: () => void;
  readonly onIdle?: () => void;
};

/**
 * One channel of one symbol or account: snapshot, then deltas that count up by one, the latest of
 * which are kept so that a client that was away gets what it missed.
 */
export class Stream {
  readonly name: string;
  readonly #options: StreamOptions;
  readonly #subscribers = new Set<StreamSubscriber>();
  #kept: StreamFrame[] = [];
  #sequence = 0;
  /** Everything after this number is kept. */
  #keptAfterSeq = Number.POSITIVE_INFINITY;
  /** Number of the last frame or snapshot. */
  #lastSeq = Number.NEGATIVE_INFINITY;
  #snapshot: { readonly frame: StreamFrame; readonly isPinned: boolean } | null = null;

  constructor(options: StreamOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  publish(content: FrameContent, { seq, timestampMs }: AsOf): void {
    const position = { sequence: this.#sequence + 1, prevSequence: this.#sequence };
    const sharesSeq = seq <= this.#lastSeq;
    const { channel, replayFrames } = this.#options;
    const frame = new StreamFrame({ content, channel, position, seq, timestampMs, sharesSeq });
    this.#sequence += 1;
    this.#snapshot = null;
    this.#seen(seq);
    this.#kept.push(frame);
    // Cutting off half of them now and then costs less than moving all up with each frame.
    if (this.#kept.length >= 2 * replayFrames) this.#cut(replayFrames);
    for (const subscriber of this.#subscribers) subscriber.deliver(frame, this);
  }

  /** The state after the latest frame; `null` when there is none yet. Made once for all who ask alike. */
  snapshot(asOf: AsOf): StreamFrame | null {
    const known = this.#snapshot;
    if (known !== null && (known.isPinned || known.frame.seq === asOf.seq)) return known.frame;
    const content = this.#options.snapshot();
    if (content === null) return null;
    const frame = new StreamFrame({
      content,
      channel: this.#options.channel,
      position: { sequence: this.#sequence, prevSequence: null },
      sharesSeq: false,
      ...(content.asOf ?? asOf),
    });
    this.#snapshot = { frame, isPinned: content.asOf !== undefined };
    this.#seen(frame.seq);
    return frame;
  }

  /**
   * The frames after a number; `null` when they are not all known, when several frames carry that
   * number, or when it is of an earlier process.
   */
  missedSince(fromSeq: number): readonly StreamFrame[] | null {
    const { current, boot } = this.#options.numbers;
    if (fromSeq < this.#keptAfterSeq || fromSeq <= boot() || fromSeq > current()) return null;
    if (this.#kept.some((frame) => frame.seq === fromSeq && frame.sharesSeq)) return null;
    return this.#kept.filter((frame) => frame.seq > fromSeq);
  }

  add(subscriber: StreamSubscriber): void {
    const wasIdle = this.#subscribers.size === 0;
    this.#subscribers.add(subscriber);
    if (wasIdle) this.#options.onBusy?.();
  }

  remove(subscriber: StreamSubscriber): void {
    if (!this.#subscribers.delete(subscriber)) return;
    if (this.#subscribers.size === 0) this.#options.onIdle?.();
  }

  /** Forgets what was sent: what comes next does not follow on it. */
  forget(): void {
    this.#kept = [];
    this.#snapshot = null;
    this.#keptAfterSeq = Number.POSITIVE_INFINITY;
  }

  /** Tells all followers the whole state anew: it is other than what they were told adds up to. */
  refresh(asOf: AsOf): void {
    this.forget();
    const frame = this.snapshot(asOf);
    if (frame === null) return;
    for (const subscriber of this.#subscribers) subscriber.deliver(frame, this);
  }

  #seen(seq: number): void {
    // What was sent under this number before everything was forgotten is not what is kept.
    const isFresh = seq > this.#lastSeq;
    if (this.#keptAfterSeq === Number.POSITIVE_INFINITY) {
      this.#keptAfterSeq = isFresh ? seq : seq + 1;
    }
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  #cut(count: number): void {
    const excess = this.#kept.length - count;
    this.#keptAfterSeq = this.#kept[excess - 1]?.seq ?? this.#keptAfterSeq;
    this.#kept = this.#kept.slice(excess);
  }
}
