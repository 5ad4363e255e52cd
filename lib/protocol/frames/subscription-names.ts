import * as z from 'zod/mini';
import { symbolField, symbolsField, textField } from '../fields.ts';
import { invalidField } from '../invalid-field.ts';

/** Channels that one frame may name at most. */
const MAX_CHANNELS = 16;

const channelsError = `expected a list of 1 to ${MAX_CHANNELS} channels`;

/**
 * What `subscribe` and `unsubscribe` name, as the existing clients do: a `channel` or several
 * `channels`, and beside them `symbols` or one `symbol`. Symbols alone stand for what moves a market:
 * `prices`, `orderbook` and `trades`.
 */
export const subscriptionNames = {
  channel: z.optional(textField(64)),
  channels: z.optional(
    z
      .array(textField(64), { error: channelsError })
      .check(z.refine(({ length }) => length >= 1 && length <= MAX_CHANNELS, channelsError))
      .register(z.globalRegistry, { minItems: 1, maxItems: MAX_CHANNELS }),
  ),
  symbols: z.optional(symbolsField(64)),
  symbol: z.optional(symbolField),
};

const names = z.object(subscriptionNames);

/** One channel, and the symbols of it that are meant; none = all, or the one in the channel's name. */
export type NamedChannel = {
  readonly channel: string;
  readonly symbols?: readonly string[];
};

const MARKET_CHANNELS = ['prices', 'orderbook', 'trades'] as const;

/**
 * Every channel that a frame names.
 *
 * @throws ProtocolError `gateway/invalid-message` when it names none, or the same thing twice.
 */
export function namedChannels(frame: z.output<typeof names>): readonly NamedChannel[] {
  const { channel, channels, symbol, symbols } = frame;
  if (channel !== undefined && channels !== undefined) {
    throw invalidField('channels', 'expected none beside channel');
  }
  if (symbol !== undefined && symbols !== undefined) {
    throw invalidField('symbol', 'expected none beside symbols');
  }
  const meant = symbol === undefined ? symbols : [symbol];
  const named = channel === undefined ? channels : [channel];
  if (named === undefined && meant === undefined) {
    throw invalidField('channel', 'expected a channel, channels or symbols');
  }
  return (named ?? MARKET_CHANNELS).map((each) =>
    meant === undefined ? { channel: each } : { channel: each, symbols: meant },
  );
}
