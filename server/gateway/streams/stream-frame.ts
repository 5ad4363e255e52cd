import { encodeStreamPosition, type StreamPosition } from '#lib/protocol/frames/position.ts';

/**
 * How a client wants frames: `{type, data, …}`, `{channel, data, …}`, or the latter with the members
 * of `data` once more beside it, for clients of JSON-RPC that hand over the whole frame as the data.
 */
export const FRAME_FORMS = ['typed', 'short', 'flat'] as const;

export type FrameForm = (typeof FRAME_FORMS)[number];

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
    const { type, channel, position, seq, timestampMs } = this.#parts;
    const data = { ...this.#parts.data, ...encodeStreamPosition(position) };
    const bytes = Buffer.from(
      JSON.stringify({
        ...(form === 'typed' ? { type } : { channel }),
        data,
        seq,
        timestamp: timestampMs,
        ...(form === 'flat' ? data : {}),
      }),
    );
    this.#bytes.set(form, bytes);
    return bytes;
  }
}
