import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import { BOOK_DEPTHS, type BookDepth } from '#lib/protocol/channel.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { bookDepth, type EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import { diffLevels } from './diff-levels.ts';
import { touchedMarket } from './touched-market.ts';

/** The best levels of a book as of a command. It does not change any more. */
export type PublishedBook = BookLevels & {
  readonly symbol: string;
  readonly depth: BookDepth;
  readonly seq: number;
  /** When it was read, milliseconds since the epoch. */
  readonly timestampMs: number;
};

/** A book that is other than the one published before. */
export type BookUpdate = {
  readonly book: PublishedBook;
  /**
   * What changed since then; levels with 0 lots are gone, or have fallen out of the depth. `null` when
   * nothing was published before.
   */
  readonly changes: BookLevels | null;
};

type AsOf = { readonly seq: number; readonly timestampMs: number };

/** Best prices of a market in ticks; 0 = nothing rests on that side. */
export type BestPrices = { readonly bidTicks: number; readonly askTicks: number };

export type BookPublisherOptions = {
  readonly port: Pick<ExchangePort, 'read'>;
  readonly markets: readonly Market[];
  /** Time between two readings, on average at least. */
  readonly publishMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

type Book = {
  readonly market: Market;
  best: BestPrices;
  /** Who follows each depth, and what they were told last; `null` before the first time. */
  readonly depths: Map<BookDepth, { watchers: number; published: PublishedBook | null }>;
};

/** `count` levels a side, or all there are. */
type ReadBook = { readonly book: Book; readonly levels: BookLevels; readonly count: number };

/**
 * Publishes the best levels of every book that somebody follows. The engine is read, and what it
 * shows is told once it is durable: at the first touch at once, then at most every `publishMs`,
 * all books that were touched together. That is an average: changes that come about as often as
 * that, one a little late and the next in time, do not wait for one another.
 */
export class BookPublisher implements Projection {
  readonly #options: BookPublisherOptions;
  readonly #books: ReadonlyMap<number, Book>;
  readonly #touched = new Set<number>();
  readonly #listeners = new Set<(update: BookUpdate) => void>();
  #timer: NodeJS.Timeout | null = null;
  #isReading = false;
  #isStopped = false;
  /** When the next reading is due if they are evenly spaced; one may be ahead of that by a space. */
  #evenMs = Number.NEGATIVE_INFINITY;

  constructor(options: BookPublisherOptions) {
    this.#options = options;
    const noBest = { bidTicks: 0, askTicks: 0 };
    this.#books = new Map(
      options.markets.map((market) => [market.id, { market, best: noBest, depths: new Map() }]),
    );
    // What rested before this began is published with the first command.
    for (const id of this.#books.keys()) this.#touched.add(id);
  }

  /** Best prices as they were read last. */
  best(symbol: string): BestPrices | null {
    return this.#bookOf(symbol)?.best ?? null;
  }

  /** What was published last of a depth that is followed; `null` before the first time. */
  book(symbol: string, depth: BookDepth): PublishedBook | null {
    return this.#bookOf(symbol)?.depths.get(depth)?.published ?? null;
  }

  /** Publishes a depth of a book until the returned function is called. */
  watch(symbol: string, depth: BookDepth): () => void {
    const book = this.#bookOf(symbol);
    if (book === undefined) return () => undefined;
    const watched = book.depths.get(depth) ?? { watchers: 0, published: null };
    book.depths.set(depth, watched);
    watched.watchers += 1;
    if (watched.published === null) this.#touched.add(book.market.id);
    this.settle();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      watched.watchers -= 1;
      if (watched.watchers === 0) book.depths.delete(depth);
    };
  }

  onUpdate(listener: (update: BookUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Reads and publishes nothing more. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  take({ events }: CommandEffects): void {
    for (const event of events) {
      const market = touchedMarket(event);
      if (market !== 0) this.#touched.add(market);
    }
  }

  settle(): void {
    const isBusy = this.#isReading || this.#timer !== null;
    if (this.#touched.size === 0 || isBusy || this.#isStopped) return;
    const { publishMs, now } = this.#options;
    const waitMs = this.#evenMs - publishMs - now();
    if (waitMs > 0) {
      this.#timer = setTimeout(() => this.#begin(), Math.min(waitMs, publishMs));
    } else {
      this.#begin();
    }
  }

  #begin(): void {
    this.#timer = null;
    const due = [...this.#touched].flatMap((id) => this.#books.get(id) ?? []);
    this.#touched.clear();
    if (due.length === 0) return;
    this.#isReading = true;
    const { publishMs, now } = this.#options;
    const nowMs = now();
    // Bounded on both sides: the clock may be set back.
    this.#evenMs = Math.min(Math.max(this.#evenMs, nowMs), nowMs + publishMs) + publishMs;
    void this.#read(due);
  }

  async #read(due: readonly Book[]): Promise<void> {
    try {
      const { value, seq } = await this.#options.port.read((state) =>
        due.map((book) => readBook(state, book)),
      );
      const asOf = { seq, timestampMs: this.#options.now() };
      for (const read of value) this.#publish(read, asOf);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // The engine does not serve; what it releases next asks again.
      for (const { market } of due) this.#touched.add(market.id);
      return;
    } finally {
      this.#isReading = false;
    }
    this.settle();
  }

  #publish({ book, levels, count }: ReadBook, asOf: AsOf): void {
    const { bids, asks } = levels;
    book.best = { bidTicks: bids[0]?.priceTicks ?? 0, askTicks: asks[0]?.priceTicks ?? 0 };
    for (const [depth, watched] of book.depths) {
      // Who came after the reading had begun waits for the next one.
      if (depth > count) continue;
      const before = watched.published;
      const after = { bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
      const changes = before === null ? null : changesBetween(before, after);
      if (changes !== null && changes.bids.length === 0 && changes.asks.length === 0) continue;
      const published = { symbol: book.market.symbol, depth, ...asOf, ...after };
      watched.published = published;
      for (const listener of this.#listeners) listener({ book: published, changes });
    }
  }

  #bookOf(symbol: string): Book | undefined {
    const market = this.#options.markets.find((each) => each.symbol === symbol);
    return market === undefined ? undefined : this.#books.get(market.id);
  }
}

/** As many levels as the deepest of the book's followers wants, one for its best prices. */
function readBook(state: EngineState, book: Book): ReadBook {
  const count = BOOK_DEPTHS.findLast((depth) => book.depths.has(depth)) ?? 1;
  const listed = state.market(book.market.id);
  if (listed === null) return { book, count, levels: { bids: [], asks: [] } };
  const { bids, asks } = listed.book;
  return { book, count, levels: { bids: levelsOf(bids, count), asks: levelsOf(asks, count) } };
}

function levelsOf(side: Parameters<typeof bookDepth>[0], count: number): BookLevel[] {
  return bookDepth(side, count).map(({ price, lots, orders }) => ({
    priceTicks: price,
    quantityLots: lots,
    orderCount: orders,
  }));
}

function changesBetween(before: BookLevels, after: BookLevels): BookLevels {
  return {
    bids: diffLevels({ before: before.bids, after: after.bids }, -1),
    asks: diffLevels({ before: before.asks, after: after.asks }, 1),
  };
}
