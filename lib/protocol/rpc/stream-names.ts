import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import { ProtocolError } from '../protocol-error.ts';

const MAX_STREAMS = 16;

const error = `expected a list of 1 to ${MAX_STREAMS} streams`;

/** Parameters of `SUBSCRIBE` and `UNSUBSCRIBE`: streams, each `btc-usdt@orderbook` or the like. */
export const streamNamesParams = z
  .array(textField(64), { error })
  .check(z.refine(({ length }) => length >= 1 && length <= MAX_STREAMS, error))
  .register(z.globalRegistry, { minItems: 1, maxItems: MAX_STREAMS });

/** What such a client calls a channel, and what it is called here. */
const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['orderbook', 'orderbook'],
  ['trades', 'trades'],
  ['ticker', 'prices'],
]);

/** A stream that a client names by symbol and channel at once. */
export type NamedStream = {
  readonly channel: string;
  /** As markets spell theirs. */
  readonly symbol: string;
  /** What frames of it are to carry: the name as it was sent. */
  readonly name: string;
};

/**
 * What a client means by a stream's name.
 *
 * @throws ProtocolError `gateway/unknown-channel` for another channel, or for none, and
 *   `gateway/unknown-symbol` for a symbol neither all in lower nor all in upper case: every spelling has
 *   frames of its own, and a symbol has hundreds.
 */
export function readStreamName(name: string): NamedStream {
  const [symbol = '', channel = '', ...rest] = name.split('@');
  // A stream is one of a symbol: none stands for all.
  const isOne = symbol !== '' && symbol !== '*';
  const known = CHANNELS.get(channel);
  if (rest.length === 0 && isOne && known !== undefined) {
    const upper = symbol.toUpperCase();
    // Letters of other alphabets have upper cases in this one: they are no spelling of ours.
    if (symbol !== upper && symbol !== upper.toLowerCase()) {
      throw new ProtocolError('gateway/unknown-symbol', { facts: { symbol } });
    }
    return { channel: known, symbol: upper, name };
  }
  const channels = [...CHANNELS.keys()].map((each) => `<symbol>@${each}`);
  throw new ProtocolError('gateway/unknown-channel', { facts: { channel: name, channels } });
}

/** Methods of clients that name streams so; their requests may come without `jsonrpc`. */
const STREAM_METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE'] as const;

/**
 * Such a request as JSON-RPC.
 *
 * @returns `null` for everything else.
 */
export function streamRequestOf(value: unknown): object | null {
  if (typeof value !== 'object' || value === null || !('method' in value)) return null;
  if ('type' in value || 'jsonrpc' in value) return null;
  const isMeant = STREAM_METHODS.some((method) => method === value.method);
  return isMeant ? { ...value, jsonrpc: '2.0' } : null;
}
