import { markets } from '#lib/domain/market.ts';
import { type Channel, channelName, hasSymbols, parseChannel } from '#lib/protocol/channel.ts';
import { invalidField } from '#lib/protocol/invalid-field.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import type { FrameForm } from '../streams/stream-frame.ts';

/** What a client names when it subscribes or unsubscribes. */
export type SubscriptionTarget = {
  readonly channel: string;
  /** `*` means all. Without symbols, and with none in the channel's name, all are meant. */
  readonly symbols?: readonly string[] | undefined;
  /** Levels a side that are wanted of a book. */
  readonly depth?: number | undefined;
  /** How frames are pushed; by default typed where symbols are listed, else short. */
  readonly form?: FrameForm | undefined;
  /** How frames are to name the stream, where one is meant; by default as its symbol is spelled. */
  readonly spelled?: string | undefined;
};

/** One stream that is meant: its canonical symbol (`null`: it has none), and how frames name it. */
export type TargetedStream = {
  readonly symbol: string | null;
  /** As the client spelled it, an alias for example; `undefined` = by its own name. */
  readonly spelled: string | undefined;
};

export type ReadTarget = {
  readonly channel: Channel;
  /** Name of the channel without a symbol. */
  readonly base: string;
  readonly form: FrameForm;
  /** Whether all forms of everything in the channel are meant, when it is unsubscribed from. */
  readonly everything: boolean;
  readonly streams: readonly TargetedStream[];
};

/**
 * What a client means by a channel, symbols and a form.
 *
 * @throws ProtocolError `gateway/unknown-channel`, `gateway/unknown-symbol`, `gateway/not-available`,
 *   `gateway/invalid-message` for symbols beside a channel that names one.
 */
export function readTarget(target: SubscriptionTarget): ReadTarget {
  const { channel: name, symbols, depth, form, spelled } = target;
  const { channel, symbol } = parseChannel(name, depth);
  if (symbol !== null && symbols !== undefined) {
    throw invalidField('symbols', 'expected none beside a channel that names one');
  }
  const base = channelName(channel);
  return {
    channel,
    base,
    form: form ?? (symbols === undefined ? 'short' : 'typed'),
    everything: form === undefined && symbols === undefined && symbol === null,
    streams: hasSymbols(channel)
      ? streamsOf(base, { named: symbol === null ? symbols : [symbol], spelled })
      : [{ symbol: null, spelled: undefined }],
  };
}

/** Canonical symbols, each once. */
function streamsOf(
  base: string,
  {
    named,
    spelled: wanted,
  }: { readonly named: readonly string[] | undefined; readonly spelled: string | undefined },
): TargetedStream[] {
  if (named === undefined || named.includes('*')) {
    return markets.map(({ symbol }) => ({ symbol, spelled: undefined }));
  }
  const streams = new Map<string, TargetedStream>();
  for (const spelling of named) {
    const { symbol } = marketOf(spelling);
    const spelled = wanted ?? (spelling === symbol ? undefined : `${base}:${spelling}`);
    if (!streams.has(symbol)) streams.set(symbol, { symbol, spelled });
  }
  return [...streams.values()];
}
