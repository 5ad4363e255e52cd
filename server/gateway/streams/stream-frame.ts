import { encodeStreamPosition, type StreamPosition } from '#lib/protocol/frames/position.ts';
import { writeJson } from '#lib/protocol/write-json.ts';
import { textFrame } from '../text-frame.ts';

/**
 * How a client wants frames: `{type, data, …}`, `{channel, data, …}`, or the latter with the members
 * of `data` once more beside it, for clients of JSON-RPC that hand over the whole frame as the data. A
 * `stream` has the members of its data beside the channel only.
 */
export type FrameForm = 'typed' | 'short' | 'flat' | 'stream';

/**
 * What a frame says, encoded for the wire when it is first sent; nothing is encoded for nobody. It has
 * to look at values that do not change any more.
 */
export type FrameContent = {
  /** Type of the frame. */
  readonly type: string;
  readonly data: () => object;
  /**
   * The same for clients of the short and flat forms, where they do not know of snapshots and changes;
   * `null` when there is nothing to tell them. By default `data`.
   */
  readonly whole?: (() => object) | null;
  /** The same for clients that name streams (`btc-usdt@trades`); by default `data`. */
  readonly streamed?: (() => object) | null;
};

export type StreamFrameParts = {
  readonly content: FrameContent;
  /** Name of the channel and its symbol, `prices:BTC-USDT`. */
  readonly channel: string;
  readonly position: StreamPosition;
  readonly seq: number;
  readonly timestampMs: number;
  /** Whether what was sent before it may carry the same `seq`. */
  readonly sharesSeq: boolean;
};

/** One frame of a stream. It is serialised once for all sockets that get it alike. */
export class StreamFrame {
  readonly seq: number;
  readonly sharesSeq: boolean;
  readonly #parts: StreamFrameParts;
  readonly #bytes = new Map<string, Buffer>();

  constructor(parts: StreamFrameParts) {
    this.seq = parts.seq;
    this.sharesSeq = parts.sharesSeq;
    this.#parts = parts;
  }

  /**
   * The frame in a form, as it goes over a WebSocket; `null` when it says nothing there.
   *
   * @param channel - what the client calls the channel, for the short and flat forms
   */
  bytes(form: FrameForm, channel = this.#parts.channel): Buffer | null {
    const key = form === 'typed' ? form : `${form} ${channel}`;
    const made = this.#bytes.get(key);
    if (made !== undefined) return made;
    const bytes = this.#serialised(form, channel);
    if (bytes !== null) this.#bytes.set(key, bytes);
    return bytes;
  }

  #serialised(form: FrameForm, channel: string): Buffer | null {
    const { content, position, seq, timestampMs } = this.#parts;
    const encode = encoderOf(content, form);
    if (encode === null) return null;
    const placed = { ...encode(), ...encodeStreamPosition(position) };
    if (form === 'stream') {
      return textFrame(writeJson({ channel, seq, timestamp: timestampMs, ...placed }));
    }
    const { type } = content;
    const frame = { data: placed, seq, timestamp: timestampMs };
    if (form === 'typed') return textFrame(writeJson({ type, ...frame }));
    const beside = form === 'flat' ? placed : {};
    return textFrame(writeJson({ channel, ...frame, ...beside }));
  }
}

function encoderOf(
  { data, whole = data, streamed = data }: FrameContent,
  form: FrameForm,
): (() => object) | null {
  if (form === 'typed') return data;
  return form === 'stream' ? streamed : whole;
}
