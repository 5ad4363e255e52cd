import type { StreamPosition } from '#lib/protocol/frames/position.ts';
import type {
  BalanceUpdateFrame,
  BlockUpdateFrame,
  CandleUpdateFrame,
  FillUpdateFrame,
  MarketUpdateFrame,
  OrderBookUpdateFrame,
  OrdersUpdateFrame,
  OrderUpdateFrame,
  PriceUpdateFrame,
  ServerFrame,
  SettlementUpdateFrame,
  TradeUpdateFrame,
  TransferUpdateFrame,
} from '#lib/protocol/frames/server-frame.ts';

/** A frame with a place in a stream; some types also answer requests, and have none then. */
export type StreamUpdateFrame = { readonly position: StreamPosition } & (
  | PriceUpdateFrame
  | CandleUpdateFrame
  | BlockUpdateFrame
  | OrderBookUpdateFrame
  | TradeUpdateFrame
  | MarketUpdateFrame
  | FillUpdateFrame
  | SettlementUpdateFrame
  | TransferUpdateFrame
  | OrderUpdateFrame
  | OrdersUpdateFrame
  | BalanceUpdateFrame
);

/** A stream: a channel of the wire and, where it has one, a symbol; of a book also its depth. */
export type StreamKey = {
  readonly channel: string;
  readonly symbol: string | null;
  readonly depth?: number;
};

/** What is to be asked of the server for one channel; no symbols means a channel without. */
export type WireRequest = {
  readonly channel: string;
  readonly symbols: readonly string[];
  readonly depth?: number;
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

  /** Those of some channels, to be asked for again: from where they stood, where they did. */
  resume(isMeant: (channel: string) => boolean): WireRequest[] {
    const entries = [...this.#entries.values()].filter(({ key }) => isMeant(key.channel));
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

  /** Lets the streams of some channels begin anew: what they told is not true any more. */
  forget(isMeant: (channel: string) => boolean): void {
    for (const entry of this.#entries.values()) {
      if (isMeant(entry.key.channel)) entry.sequence = null;
    }
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
    case 'orderbook_update': {
      const { symbol, depth } = frame.data;
      return { channel: 'orderbook', symbol, depth };
    }
    case 'trade_update':
      return { channel: 'trades', symbol: frame.data.symbol };
    case 'market_update':
      return { channel: 'markets', symbol: frame.data.symbol };
    case 'fill_update':
      return { channel: 'fills', symbol: null };
    case 'transfer_update':
      return { channel: 'transfers', symbol: null };
    case 'settlement_update':
      return { channel: 'settlements', symbol: null };
    case 'order_update':
    case 'orders_update':
      return { channel: 'orders', symbol: null };
    case 'balance_update':
      return { channel: 'balances', symbol: null };
  }
}

/** Whether a frame has a place in a stream. */
export function isStreamUpdate(frame: ServerFrame): frame is StreamUpdateFrame {
  return 'position' in frame && frame.position !== null;
}

function nameOf({ channel, symbol, depth }: StreamKey): string {
  const named = symbol === null ? channel : `${channel}:${symbol}`;
  return depth === undefined ? named : `${named}:${depth}`;
}

function newEntry(key: StreamKey): Entry {
  return { key, listeners: new Set(), sequence: null, seq: null };
}

/** One request a channel, and a depth where it has one. */
function requestsOf(keys: readonly StreamKey[]): WireRequest[] {
  const requests = new Map<string, WireRequest & { symbols: string[] }>();
  for (const { channel, symbol, depth } of keys) {
    const name = nameOf({ channel, symbol: null, ...(depth === undefined ? {} : { depth }) });
    const request = requests.get(name) ?? {
      channel,
      symbols: [],
      ...(depth === undefined ? {} : { depth }),
    };
    if (symbol !== null) request.symbols.push(symbol);
    requests.set(name, request);
  }
  return [...requests.values()];
}
