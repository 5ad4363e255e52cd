import { describe, expect, it } from 'vitest';
import { Stream } from '../streams/stream.ts';
import { SubscriptionBook } from './subscription-book.ts';

/** A stream that has state already. */
function streamNamed(name: string): Stream {
  return new Stream({
    name,
    channel: name,
    snapshot: () => ({ type: 'test_update', data: () => ({ of: name }) }),
    replayFrames: 1,
    numbers: { current: () => 1, boot: () => 0 },
  });
}

function bookOver(account: () => Promise<number>) {
  const streams = new Map<string, Stream>();
  const streamOf = (name: string) => {
    const stream = streams.get(name) ?? streamNamed(name);
    streams.set(name, stream);
    return stream;
  };
  const sent: string[] = [];
  const book = new SubscriptionBook({
    hub: {
      stream: (channel, symbol) => streamOf(`${channel.kind}:${symbol}`),
      privateStream: (kind, owner) => streamOf(`${kind}:${owner}`),
    },
    outlet: {
      isCongested: () => false,
      send: (bytes) => sent.push(bytes.toString()),
      asOf: () => ({ seq: 1, timestampMs: 1 }),
    },
    maxSubscriptions: 4,
    account,
  });
  const followers = () =>
    [...streams.values()].filter((each) => each.subscriberCount > 0).map(({ name }) => name);
  return { book, sent, followers };
}

describe('SubscriptionBook', () => {
  it('lets what was subscribed to flow once the request is answered', async () => {
    const { book, sent, followers } = bookOver(() => Promise.resolve(7));
    const change = book.change();
    await change.subscribe([{ channel: 'orders' }]);
    expect([followers(), sent]).toEqual([[], []]);
    change.begin();
    expect(followers()).toEqual(['orders:7']);
    expect(sent).toHaveLength(1);
  });

  it('follows nothing when the socket is gone before the account is known', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const { book, sent, followers } = bookOver(() => promise);
    const change = book.change();
    const subscribed = change.subscribe([{ channel: 'fills' }]);
    book.endAll();
    resolve(7);
    await subscribed;
    change.begin();
    expect([book.size, followers(), sent]).toEqual([0, [], []]);
  });

  it('ends what is private alone, when an identity ends', async () => {
    const { book, followers } = bookOver(() => Promise.resolve(7));
    const change = book.change();
    await change.subscribe([{ channel: 'balances' }]);
    await change.subscribe([{ channel: 'trades:BTC-USDT' }]);
    change.begin();
    book.endPrivate();
    expect(followers()).toEqual(['trades:BTC-USDT']);
  });

  it('counts each stream once a form, and refuses more than are accepted', async () => {
    const { book } = bookOver(() => Promise.resolve(7));
    const change = book.change();
    await change.subscribe([{ channel: 'trades', symbols: ['*'] }]);
    await change.subscribe([{ channel: 'trades', symbols: ['BTC-USD', 'BTC-USDT'] }]);
    expect(book.size).toBe(3);
    await change.subscribe([{ channel: 'trades:BTC-USD' }]);
    await expect(change.subscribe([{ channel: 'orders' }])).rejects.toThrow(/subscriptions/);
    expect(book.size).toBe(4);
  });
});
