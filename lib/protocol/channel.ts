import { type CandleInterval, INTERVALS, isInterval } from '#lib/domain/interval.ts';
import { ProtocolError } from './protocol-error.ts';

/** What can be subscribed to. */
export type Channel =
  | { readonly kind: 'prices' }
  | { readonly kind: 'candles'; readonly interval: CandleInterval }
  | { readonly kind: 'blocks' };

/** A channel with the symbol that the short form `prices:BTC-USDT` carries. */
export type ChannelName = { readonly channel: Channel; readonly symbol: string | null };

/** Channels of the exchange whose data is not there yet. */
const CHANNELS_TO_COME: ReadonlySet<string> = new Set([
  'orderbook',
  'trades',
  'liquidations',
  'funding',
  'settlements',
  'orders',
  'positions',
  'balances',
  'fills',
  'margin',
  'margin_calls',
]);

/**
 * Reads `prices`, `prices:BTC-USDT`, `candles:1m`, `candles:1m:BTC-USDT` or `blocks`.
 *
 * @throws ProtocolError `gateway/unknown-channel` or `gateway/not-available`.
 */
export function parseChannel(name: string): ChannelName {
  const [kind = '', ...rest] = name.split(':');
  if (CHANNELS_TO_COME.has(kind)) {
    throw new ProtocolError('gateway/not-available', { facts: { channel: name } });
  }
  const interval = kind === 'candles' ? rest.shift() : undefined;
  const symbol = rest.shift() ?? null;
  const channel = channelOf(kind, interval);
  const takesSymbol = channel !== null && channel.kind !== 'blocks';
  if (channel === null || rest.length > 0 || symbol === '' || (symbol !== null && !takesSymbol)) {
    throw new ProtocolError('gateway/unknown-channel', {
      facts: {
        channel: name,
        channels: ['prices', 'blocks', ...INTERVALS.map((i) => `candles:${i}`)],
      },
    });
  }
  return { channel, symbol };
}

/** The name of a channel without a symbol: `prices`, `candles:1m`, `blocks`. */
export function channelName(channel: Channel): string {
  return channel.kind === 'candles' ? `candles:${channel.interval}` : channel.kind;
}

function channelOf(kind: string, interval: string | undefined): Channel | null {
  if (kind === 'prices' || kind === 'blocks') return { kind };
  if (kind === 'candles' && interval !== undefined && isInterval(interval))
    return { kind, interval };
  return null;
}
