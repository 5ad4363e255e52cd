import type { Stream, StreamSubscriber } from '../streams/stream.ts';
import type { FrameForm, StreamFrame } from '../streams/stream-frame.ts';

/** What a subscription needs of its socket. */
export type SubscriptionOutlet = {
  isCongested(): boolean;
  /** Takes what `textFrame` has made. */
  send(frame: Buffer): void;
  /** The number and time that a snapshot made now is as of. */
  asOf(): { readonly seq: number; readonly timestampMs: number };
};

/**
 * One socket's subscription to one stream. It gives its client an unbroken run of frames: where some
 * had to be left out because the client did not keep up, a snapshot stands for them.
 */
export class Subscription implements StreamSubscriber {
  readonly form: FrameForm;
  readonly stream: Stream;
  readonly #outlet: SubscriptionOutlet;
  readonly #channel: string | undefined;
  readonly #fromSeq: number | undefined;
  /** Frames were left out, or nothing was sent yet: only a snapshot can come next. */
  #needsSnapshot = true;
  #isOver = false;

  constructor(options: {
    form: FrameForm;
    stream: Stream;
    outlet: SubscriptionOutlet;
    /** The channel as the client named it, where frames are to carry that name. */
    channel: string | undefined;
    /** Frames after this number are wanted; without it, a snapshot. */
    fromSeq: number | undefined;
  }) {
    this.form = options.form;
    this.stream = options.stream;
    this.#outlet = options.outlet;
    this.#channel = options.channel;
    this.#fromSeq = options.fromSeq;
  }

  /** Sends what the client has missed, or a snapshot; from then on frames follow. */
  start(): void {
    if (this.#isOver) return;
    const fromSeq = this.#fromSeq;
    this.stream.add(this);
    const missed = fromSeq === undefined ? null : this.stream.missedSince(fromSeq);
    if (missed === null) {
      this.sendSnapshot();
      return;
    }
    for (const frame of missed) this.#send(frame);
    this.#needsSnapshot = false;
  }

  end(): void {
    this.#isOver = true;
    this.stream.remove(this);
  }

  deliver(frame: StreamFrame): void {
    if (this.#outlet.isCongested()) {
      this.#needsSnapshot = true;
    } else if (this.#needsSnapshot) {
      this.sendSnapshot();
    } else {
      this.#send(frame);
    }
  }

  /** Sends the newest state when one is due and there is room for it. */
  catchUp(): void {
    if (this.#needsSnapshot && !this.#outlet.isCongested()) this.sendSnapshot();
  }

  sendSnapshot(): void {
    const snapshot = this.stream.snapshot(this.#outlet.asOf());
    if (snapshot === null) return;
    this.#send(snapshot);
    this.#needsSnapshot = false;
  }

  #send(frame: StreamFrame): void {
    const bytes = frame.bytes(this.form, this.#channel);
    // Some frames say nothing in some forms.
    if (bytes !== null) this.#outlet.send(bytes);
  }
}
