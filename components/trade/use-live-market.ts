import { useEffect, useState } from 'react';
import { useMarketStream } from '#components/shell/market-data-provider.tsx';
import { type BookStore, createBookStore } from '#lib/stores/book-store.ts';
import type { MarketStream } from '#lib/stores/market-stream.ts';
import { createTradesStore, type TradesStore } from '#lib/stores/trades-store.ts';

/** Levels a side: the book shows fewer, its depth chart all. */
const DEPTH = 100;
/** Every trade moves all of them by a row: more than can be seen would only cost. */
const KEPT_TRADES = 50;

export type LiveMarket = { readonly book: BookStore; readonly trades: TradesStore };

/** Book and trades of a market, fed by the page's connection while the component is there. */
export function useLiveMarket(symbol: string): LiveMarket {
  const stream = useMarketStream();
  const [live] = useState(() => createLiveMarket(symbol));
  useEffect(() => follow(stream, symbol, live), [stream, symbol, live]);
  return live;
}

function createLiveMarket(symbol: string): LiveMarket {
  const schedule = (flush: () => void) => requestAnimationFrame(flush);
  return {
    book: createBookStore({
      symbol,
      schedule,
      now: () => Date.now(),
      // The connection finds gaps by itself, and asks for the snapshot that mends them.
      onGap: () => undefined,
    }),
    trades: createTradesStore({ symbol, limit: KEPT_TRADES, schedule }),
  };
}

function follow(stream: MarketStream, symbol: string, { book, trades }: LiveMarket): () => void {
  return stream.attach((client) => {
    const ends = [
      client.subscribeBook({ symbol, depth: DEPTH }, ({ data, position }) => {
        book.apply({ ...position, symbol, bids: data.bids, asks: data.asks });
      }),
      client.subscribeTrades(symbol, ({ data, isSnapshot }) => {
        trades.apply(data.trades, isSnapshot);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  });
}
