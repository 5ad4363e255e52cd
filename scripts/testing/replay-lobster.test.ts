import { describe, expect, it } from 'vitest';
import type { LobsterOrder } from './lobster-orders.ts';
import { ASKS, BIDS, type BookSide, type LobsterVenue, type VenueFill } from './lobster-venue.ts';
import {
  DELETION,
  EXECUTION,
  HIDDEN_EXECUTION,
  type LobsterMessage,
  type LobsterRecording,
  NEW_ORDER,
  PARTIAL_CANCEL,
} from './read-lobster.ts';
import { replayLobster } from './replay-lobster.ts';

/** A book in one sorted list; the ways in which it can be wrong are for the tests. */
class ListVenue implements LobsterVenue {
  orders: LobsterOrder[] = [];

  rest(order: LobsterOrder): void {
    this.orders.push(order);
  }

  reduce(orderId: number, byLots: number): void {
    this.orders = this.orders
      .map((order) => (order.orderId === orderId ? { ...order, lots: order.lots - byLots } : order))
      .filter(({ lots }) => lots > 0);
  }

  cancel(orderId: number): number {
    const lots = this.orders.find((order) => order.orderId === orderId)?.lots ?? 0;
    this.reduce(orderId, lots);
    return lots;
  }

  take({ against, price, lots }: { against: BookSide; price: number; lots: number }): VenueFill[] {
    const fills: VenueFill[] = [];
    let rest = lots;
    for (const order of this.queue(against)) {
      if (rest === 0 || (order.price - price) * against < 0) break;
      const filled = Math.min(rest, order.lots);
      rest -= filled;
      fills.push({ makerOrderId: order.orderId, price: order.price, lots: filled });
      this.reduce(order.orderId, filled);
    }
    return fills;
  }

  depth(side: BookSide) {
    const sums = new Map<number, number>();
    for (const { price, lots } of this.queue(side)) {
      sums.set(price, (sums.get(price) ?? 0) + lots);
    }
    return [...sums].map(([price, lots]) => ({ price, lots }));
  }

  /** Best price first, and as they came. */
  queue(side: BookSide): readonly LobsterOrder[] {
    const orders = this.orders.filter((order) => order.side === side);
    return orders.sort((a, b) => (b.price - a.price) * side);
  }
}

class YoungestFirst extends ListVenue {
  override queue(side: BookSide): readonly LobsterOrder[] {
    const orders = this.orders.filter((order) => order.side === side).reverse();
    return orders.sort((a, b) => (b.price - a.price) * side);
  }
}

class LosesPlaceOnReduce extends ListVenue {
  override reduce(orderId: number, byLots: number): void {
    const order = this.orders.find((candidate) => candidate.orderId === orderId);
    super.reduce(orderId, byLots);
    if (order === undefined || order.lots === byLots) return;
    this.orders = this.orders.filter((candidate) => candidate.orderId !== orderId);
    this.orders.push({ ...order, lots: order.lots - byLots });
  }
}

class FillsAtWorst extends ListVenue {
  override take(order: { against: BookSide; price: number; lots: number }): VenueFill[] {
    return super.take(order).map((fill) => ({ ...fill, price: order.price }));
  }
}

class StopsAfterOne extends ListVenue {
  override take(order: { against: BookSide; price: number; lots: number }): VenueFill[] {
    const fills = super.take(order);
    return fills.slice(0, 1);
  }
}

class ForgetsWorst extends ListVenue {
  override cancel(orderId: number): number {
    const lots = super.cancel(orderId);
    const worst = this.queue(BIDS).at(-1);
    this.orders = this.orders.filter((order) => order !== worst);
    return lots;
  }
}

type Row = readonly [time: string, type: number, id: number, size: number, price: number, BookSide];

function message([time, type, orderId, size, price, direction]: Row): LobsterMessage {
  return { time, type, orderId, size, price, direction };
}

/** `'100×5 99×3 | 101×4'`: bids and asks, the best first. */
function book(text: string) {
  const [bids = [], asks = []] = text.split('|').map((side) =>
    side
      .trim()
      .split(' ')
      .filter((level) => level !== '')
      .map((level) => {
        const [price, lots] = level.split('×').map(Number);
        return { price: price ?? 0, lots: lots ?? 0 };
      }),
  );
  return { bids, asks };
}

function recordingOf(rows: readonly (readonly [Row, string])[]): LobsterRecording {
  return {
    messages: rows.map(([row]) => message(row)),
    books: rows.map(([, text]) => book(text)),
    width: 3,
  };
}

const recording = recordingOf([
  [['1', NEW_ORDER, 1, 5, 100, BIDS], '100×5 99×3 98×7 | 101×4 103×1'],
  [['2', NEW_ORDER, 2, 6, 100, BIDS], '100×11 99×3 98×7 | 101×4 103×1'],
  [['3', NEW_ORDER, 3, 2, 102, ASKS], '100×11 99×3 98×7 | 101×4 102×2 103×1'],
  [['4', PARTIAL_CANCEL, 1, 2, 100, BIDS], '100×9 99×3 98×7 | 101×4 102×2 103×1'],
  [['5', NEW_ORDER, 4, 8, 99, BIDS], '100×9 99×11 98×7 | 101×4 102×2 103×1'],
  [['6', EXECUTION, 1, 3, 100, BIDS], '100×6 99×11 98×7 | 101×4 102×2 103×1'],
  [['6', HIDDEN_EXECUTION, 0, 9, 100, BIDS], '100×6 99×11 98×7 | 101×4 102×2 103×1'],
  [['6', EXECUTION, 2, 6, 100, BIDS], '99×11 98×7 97×2 | 101×4 102×2 103×1'],
  [['6', EXECUTION, 77, 3, 99, BIDS], '99×8 98×7 97×2 | 101×4 102×2 103×1'],
  [['7', DELETION, 4, 8, 99, BIDS], '98×7 97×2 96×1 | 101×4 102×2 103×1'],
  [['8', NEW_ORDER, 5, 1, 99, BIDS], '99×1 98×7 97×2 | 101×4 102×2 103×1'],
  [['9', DELETION, 5, 1, 99, BIDS], '98×7 97×2 96×1 | 101×4 102×2 103×1'],
]);

describe('replayLobster', () => {
  it('finds nothing wrong with a venue that matches as the exchange does', () => {
    expect(replayLobster(recording, new ListVenue())).toEqual({
      rowsCompared: 11,
      rowsWithoutCommand: 1,
      rowsWithinSweep: 3,
      fillsCompared: 3,
      knownMakers: 1,
      makersByNumber: 0,
      makersOutOfTurn: 0,
      commands: 17,
      levelsEntered: 3,
      levelsLeft: 1,
      mismatches: [],
    });
  });

  it.each([
    ['meets the youngest order first', YoungestFirst],
    ['lets an order lose its place when it gets smaller', LosesPlaceOnReduce],
    ['fills at the taker’s price', FillsAtWorst],
    ['reports only the first fill', StopsAfterOne],
    ['forgets an order', ForgetsWorst],
  ])('notices a venue that %s', (_title, Wrong) => {
    expect(replayLobster(recording, new Wrong()).mismatches).not.toEqual([]);
  });

  it('notices a book that is not the recorded one by a single lot', () => {
    const last = recording.books.length - 1;
    const books = recording.books.with(last, book('98×7 97×2 96×1 | 101×4 102×2 103×2'));
    expect(replayLobster({ ...recording, books }, new ListVenue()).mismatches).toEqual([
      'row 11: -1: 101×4 102×2 103×1 is not 101×4 102×2 103×2',
    ]);
  });

  it('lets makers pass whom the exchange lets pass, and counts them', () => {
    const jumps = recordingOf([
      [['1', NEW_ORDER, 50, 1, 100, BIDS], '100×1 | 103×1'],
      [['2', NEW_ORDER, 60, 2, 101, BIDS], '101×2 100×1 | 103×1'],
      [['3', NEW_ORDER, 61, 3, 101, BIDS], '101×5 100×1 | 103×1'],
      [['4', NEW_ORDER, 7, 4, 101, BIDS], '101×9 100×1 | 103×1'],
      [['5', EXECUTION, 7, 4, 101, BIDS], '101×5 100×1 | 103×1'],
      [['6', EXECUTION, 61, 1, 101, BIDS], '101×4 100×1 | 103×1'],
      [['7', EXECUTION, 61, 2, 101, BIDS], '101×2 100×1 | 103×1'],
    ]);
    const report = replayLobster(jumps, new ListVenue());
    expect(report).toMatchObject({ makersByNumber: 1, makersOutOfTurn: 1, mismatches: [] });
  });
});
