import { type CandleInterval, INTERVALS, isInterval } from '#lib/domain/interval.ts';
import { invalidField } from './invalid-field.ts';
import { ProtocolError } from './protocol-error.ts';

/** How many levels a side the streams of a book hold. */
export const BOOK_DEPTHS = [20, 100, 500] as const;

export type BookDepth = (typeof BOOK_DEPTHS)[number];

/** What is streamed unless a depth is asked for. */
const DEFAULT_DEPTH: BookDepth = 100;

/** What can be subscribed to. */
export type Channel =
  | { readonly kind: 'prices' }
  | { readonly kind: 'candles'; readonly interval: CandleInterval }
  | { readonly kind: 'orderbook'; readonly depth: BookDepth }
  | { readonly kind: 'trades' }
  | { readonly kind: 'markets' }
  | { readonly kind: 'blocks' }
  | { readonly kind: 'settlements' }
  | { readonly kind: PrivateChannelKind };

/** What concerns one account; it needs an identity, and has no symbols. */
export type PrivateChannelKind = (typeof PRIVATE_KINDS)[number];

const PRIVATE_KINDS = ['orders', 'balances', 'fills', 'transfers'] as const;

/** A channel with the symbol that the short form `prices:BTC-USDT` carries. */
export type ChannelName = { readonly channel: Channel; readonly symbol: string | null };

/** Channels of the exchange whose data is not there yet. */
const CHANNELS_TO_COME: ReadonlySet<string> = new Set([
  'liquidations',
  'funding',
  'positions',
  'margin',
  'margin_calls',
]);

/**
 * Reads `prices`, `prices:BTC-USDT`, `candles:1m`, `candles:1m:BTC-USDT`, `orderbook:BTC-USDT`,
 * `blocks`, `settlements`, `orders` and the like.
 *
 * @param depth - levels a side that are wanted of a book: the smallest class that holds them is taken
 * @throws ProtocolError `gateway/unknown-channel`, `gateway/not-available`, or `gateway/invalid-message`
 *   for a depth that no stream has.
 */
export function parseChannel(name: string, depth?: number): ChannelName {
  const [kind = '', ...rest] = name.split(':');
  if (CHANNELS_TO_COME.has(kind)) {
    throw new ProtocolError('gateway/not-available', { facts: { channel: name } });
  }
  const interval = kind === 'candles' ? rest.shift() : undefined;
  const symbol = rest.shift() ?? null;
  const channel = channelOf(kind, { interval, depth });
  const takesSymbol = channel !== null && hasSymbols(channel);
  if (channel === null || rest.length > 0 || symbol === '' || (symbol !== null && !takesSymbol)) {
    throw new ProtocolError('gateway/unknown-channel', {
      facts: {
        channel: name,
        channels: [...PLAIN_KINDS, 'orderbook', ...INTERVALS.map((i) => `candles:${i}`)],
      },
    });
  }
  return { channel, symbol };
}

/** The name of a channel without a symbol: `prices`, `candles:1m`, `blocks`. */
export function channelName(channel: Channel): string {
  return channel.kind === 'candles' ? `candles:${channel.interval}` : channel.kind;
}

/** Whether a channel has a stream for each market. */
export function hasSymbols({ kind }: Channel): boolean {
  return kind !== 'blocks' && kind !== 'settlements' && !isPrivateKind(kind);
}

/** Whether a channel is about the client's own account. */
export function isPrivateChannel(
  channel: Channel,
): channel is Channel & { readonly kind: PrivateChannelKind } {
  return isPrivateKind(channel.kind);
}

/** Whether a channel of this name (`orders`) is about the client's own account. */
export function isPrivateChannelName(name: string): boolean {
  return PRIVATE_KINDS.some((kind) => kind === name);
}

const PLAIN_KINDS = [
  'prices',
  'trades',
  'markets',
  'blocks',
  'settlements',
  ...PRIVATE_KINDS,
] as const;

function channelOf(
  kind: string,
  { interval, depth }: { interval: string | undefined; depth: number | undefined },
): Channel | null {
  const plain = PLAIN_KINDS.find((each) => each === kind);
  if (plain !== undefined) return { kind: plain };
  if (kind === 'orderbook') return { kind, depth: depthClass(depth) };
  if (kind === 'candles' && interval !== undefined && isInterval(interval))
    return { kind, interval };
  return null;
}

function depthClass(depth: number | undefined): BookDepth {
  if (depth === undefined || depth === 0) return DEFAULT_DEPTH;
  const taken = BOOK_DEPTHS.find((each) => each >= depth);
  if (taken !== undefined) return taken;
  throw invalidField('depth', `expected a whole number from 0 to ${Math.max(...BOOK_DEPTHS)}`);
}

function isPrivateKind(kind: Channel['kind']): kind is PrivateChannelKind {
  return isPrivateChannelName(kind);
}
