import type { BookLevels } from '#lib/domain/book-level.ts';
import { encodeBookUpdate } from '#lib/protocol/frames/orderbook-update.ts';
import { encodePlainBook } from '#lib/protocol/rpc/plain-book.ts';
import type { SnapshotContent } from './stream.ts';
import type { FrameContent } from './stream-frame.ts';
import type { BookAsOf } from './stream-sources.ts';

const TYPE = 'orderbook_update';

/** A book as it is; `null` while none was published. */
export function bookSnapshot(book: BookAsOf | null): SnapshotContent | null {
  if (book === null) return null;
  const { seq, timestampMs } = book;
  return { ...bookChange(book, book), asOf: { seq, timestampMs } };
}

/** What changed of a book; clients of the short and flat forms get all of it each time. */
export function bookChange(book: BookAsOf, { bids, asks }: BookLevels): FrameContent {
  const { symbol, depth } = book;
  return {
    type: TYPE,
    data: () => encodeBookUpdate({ symbol, depth, bids, asks }),
    whole: () => encodePlainBook(book),
  };
}
