import { encodeStreamPosition, type StreamPosition } from '#lib/protocol/frames/position.ts';

/** How a client wants frames: `{type, data, …}` or `{channel, data, …}` (API.md, other dialects). */
export type FrameForm = 'typed' | 'short';

export type StreamFrameParts = {
  readonly type: string;
  /** Name of the stream, `prices:BTC-USDT`. */
  readonly channel: string;
  /** Encoded for the wire. */
  readonly data: object;
  readonly position: StreamPosition;
  readonly seq: number;
  readonly timestampMs: number;
};

/** One frame of a stream. It is serialised once per form, however many sockets it goes to. */
export class StreamFrame {
  readonly seq: number;
  readonly #parts: StreamFrameParts;
  readonly #bytes = new Map<FrameForm, Buffer>();

  constructor(parts: StreamFrameParts) {
    this.seq = parts.seq;
    this.#parts = parts;
  }

  bytes(form: FrameForm): Buffer {
    const made = this.#bytes.get(form);
    if (made !== undefined) return made;
    const { type, channel, data, position, seq, timestampMs } = this.#parts;
    const bytes = Buffer.from(
      JSON.stringify({
        ...(form === 'typed' ? { type } : { channel }),
        data: { ...data, ...encodeStreamPosition(position) },
        seq,
        timestamp: timestampMs,
      }),
    );
    this.#bytes.set(form, bytes);
    return bytes;
  }
}
