import type { StreamPosition } from '#lib/protocol/frames/position.ts';
import type {
  BlockUpdateFrame,
  CandleUpdateFrame,
  PriceUpdateFrame,
} from '#lib/protocol/frames/server-frame.ts';

export type StreamUpdateFrame = PriceUpdateFrame | CandleUpdateFrame | BlockUpdateFrame;

/** A stream: a channel of the wire and, but for `blocks`, a symbol. */
export type StreamKey = { readonly channel: string; readonly symbol: string | null };

/** What is to be asked of the server for one channel; no symbols means a channel without. */
export type WireRequest = {
  readonly channel: string;
  readonly symbols: readonly string[];
  /** What came after this is wanted; absent: a snapshot. */
  readonly fromSeq?: number;
};

type Listener = (frame: StreamUpdateFrame) => void;

type Entry = {
  readonly key: StreamKey;
  readonly listeners: Set<Listener>;
  /** Position after the last frame that was passed on; `null`: only a snapshot may come next. */
  sequence: number | null;
  seq: number | null;
};

/**
 * Who listens to which stream, and where each stream stands. It passes every frame on exactly once
 * and in order: repeated frames are dropped, and a gap is answered with the request for a snapshot.
 */
export class StreamRegistry {
  readonly #entries = new Map<string, Entry>();

  /** Adds a listener; the snapshot that the request brings reaches all listeners of the streams. */
  add(keys: readonly StreamKey[], listener: Listener): WireRequest[] {
    for (const key of keys) {
      const entry = this.#entries.get(nameOf(key)) ?? newEntry(key);
      this.#entries.set(nameOf(key), entry);
      entry.listeners.add(listener);
      entry.sequence = null;
    }
    return requestsOf(keys);
  }

  /** Removes a listener; the requests name the streams that nobody listens to any more. */
  remove(keys: readonly StreamKey[], listener: Listener): WireRequest[] {
    const silent = keys.filter((key) => {
      const entry = this.#entries.get(nameOf(key));
      entry?.listeners.delete(listener);
      return entry !== undefined && entry.listeners.size === 0;
    });
    for (const key of silent) this.#entries.delete(nameOf(key));
    return requestsOf(silent);
  }

  /** Every stream, to be asked for again after a reconnection: from where it stood, where it did. */
  resume(): WireRequest[] {
    const entries = [...this.#entries.values()];
    const standing = entries.filter(({ sequence, seq }) => sequence !== null && seq !== null);
    const fresh = entries.filter((entry) => !standing.includes(entry));
    const lowest = new Map<string, number>();
    for (const { key, seq } of standing) {
      const others = lowest.get(key.channel) ?? Number.POSITIVE_INFINITY;
      lowest.set(key.channel, Math.min(others, seq ?? 0));
    }
    const resumed = requestsOf(standing.map(({ key }) => key)).map((request) => {
      const fromSeq = lowest.get(request.channel);
      return fromSeq === undefined ? request : { ...request, fromSeq };
    });
    return [...resumed, ...requestsOf(fresh.map(({ key }) => key))];
  }

  /** Takes a frame from the server; returns what to ask because of it. */
  take(frame: StreamUpdateFrame): WireRequest[] {
    const key = keyOf(frame);
    const entry = this.#entries.get(nameOf(key));
    if (entry === undefined) return [];
    switch (judge(frame.position, entry.sequence)) {
      case 'repeated':
        return [];
      case 'gap':
        entry.sequence = null;
        return requestsOf([key]);
      case 'next':
        entry.sequence = frame.position.sequence;
        entry.seq = frame.seq ?? null;
        for (const listener of [...entry.listeners]) listener(frame);
        return [];
    }
  }
}

function judge(
  { sequence, prevSequence }: StreamPosition,
  current: number | null,
): 'next' | 'repeated' | 'gap' {
  if (prevSequence === null) return 'next';
  // Deltas that were on their way before a snapshot was asked for are covered by it.
  if (current === null || sequence <= current) return 'repeated';
  return prevSequence === current ? 'next' : 'gap';
}

function keyOf(frame: StreamUpdateFrame): StreamKey {
  switch (frame.type) {
    case 'price_update':
      return { channel: 'prices', symbol: frame.data.symbol };
    case 'candle_update':
      return { channel: `candles:${frame.data.interval}`, symbol: frame.data.symbol };
    case 'block_update':
      return { channel: 'blocks', symbol: null };
  }
}

function nameOf({ channel, symbol }: StreamKey): string {
  return symbol === null ? channel : `${channel}:${symbol}`;
}

function newEntry(key: StreamKey): Entry {
  return { key, listeners: new Set(), sequence: null, seq: null };
}

/** One request a channel. */
function requestsOf(keys: readonly StreamKey[]): WireRequest[] {
  const symbols = new Map<string, string[]>();
  for (const { channel, symbol } of keys) {
    const list = symbols.get(channel) ?? [];
    if (symbol !== null) list.push(symbol);
    symbols.set(channel, list);
  }
  return [...symbols].map(([channel, list]) => ({ channel, symbols: list }));
}
