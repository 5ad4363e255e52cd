import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import { bookDepth, type DepthLevel, type EngineState } from '#server/engine/index.ts';
import type { EngineRead, ExchangePort } from '#server/exchange-port.ts';

/** The books as they stand in the engine. */
export type BookReads = {
  /**
   * Both sides of a market's book, the best `depth` levels of each.
   *
   * @throws ProtocolError `sequencer/…` while the engine does not serve.
   */
  book(market: Market, depth: number): Promise<EngineRead<BookLevels>>;
  /** Trades of the exchange since its beginning. */
  tradeCount(): Promise<EngineRead<number>>;
  /** What a market's book amounts to. */
  summary(market: Market): Promise<EngineRead<BookSummary>>;
};

/** Orders that rest in a book, what they show by side, and the distance of its best prices. */
export type BookSummary = {
  readonly orders: number;
  readonly bidLots: number;
  readonly askLots: number;
  /** 0 while a side is empty. */
  readonly spreadTicks: number;
};

/** Levels a side that a summary looks at: what lies deeper nobody trades with. */
const SUMMARY_LEVELS = 500;

/** Reads of the books. */
export function createBookReads(port: Pick<ExchangePort, 'read'>): BookReads {
  return {
    book: (market, depth) => port.read((state) => levelsOf(state, market, depth)),
    tradeCount: () => port.read(({ tradeCount }) => tradeCount),
    summary: (market) => port.read((state) => summaryOf(levelsOf(state, market, SUMMARY_LEVELS))),
  };
}

function levelsOf(...[state, market, depth]: [EngineState, Market, number]): BookLevels {
  const listed = state.market(market.id);
  if (listed === null) return { bids: [], asks: [] };
  const { book } = listed;
  return {
    bids: bookDepth(book.bids, depth).map(bookLevel),
    asks: bookDepth(book.asks, depth).map(bookLevel),
  };
}

function bookLevel({ price, lots, orders }: DepthLevel): BookLevel {
  return { priceTicks: price, quantityLots: lots, orderCount: orders };
}

function summaryOf({ bids, asks }: BookLevels): BookSummary {
  const bestBid = bids[0]?.priceTicks;
  const bestAsk = asks[0]?.priceTicks;
  const levels = [...bids, ...asks];
  return {
    orders: levels.reduce((sum, { orderCount }) => sum + orderCount, 0),
    bidLots: bids.reduce((sum, { quantityLots }) => sum + quantityLots, 0),
    askLots: asks.reduce((sum, { quantityLots }) => sum + quantityLots, 0),
    spreadTicks: bestBid === undefined || bestAsk === undefined ? 0 : bestAsk - bestBid,
  };
}
