import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BookLevel } from '#lib/domain/book-level.ts';
import { isResting, type Order, type OrderSide } from '#lib/domain/order.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';

/** A snapshot or a delta of one market's book, as it was decoded. */
export type BookFrame = {
  readonly symbol: string;
  /** The best first; of a delta those that changed, with 0 lots where nothing rests any more. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  readonly sequence: number;
  /** `null` = a snapshot, which replaces everything. */
  readonly prevSequence: number | null;
};

/** Own resting lots by price. */
export type OwnLots = {
  readonly bids: ReadonlyMap<Ticks, Lots>;
  readonly asks: ReadonlyMap<Ticks, Lots>;
};

/** A book as it is shown. A level that did not change is the same object as before. */
export type BookState = {
  /** `resyncing`: frames were lost; the last whole book stays until the next snapshot. */
  readonly phase: 'loading' | 'live' | 'resyncing';
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  readonly sequence: number;
  /** When the last frame came, milliseconds since the epoch; `null` before the first. */
  readonly updatedMs: number | null;
  readonly own: OwnLots;
};

export type BookStoreOptions = {
  readonly symbol: string;
  /** Calls back before the next frame is painted. */
  readonly schedule: (flush: () => void) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Frames were lost: subscribe anew, so that a snapshot comes. Called once until it is there. */
  readonly onGap: () => void;
};

export type BookStore = Pick<StoreApi<BookState>, 'getState' | 'subscribe' | 'getInitialState'> & {
  /** Takes a frame; those of other markets are ignored. What it changes shows with the next paint. */
  apply(frame: BookFrame): void;
  /** Marks the own orders that rest in this market; orders of other markets are passed over. */
  setOwnOrders(orders: readonly Order[]): void;
};

const NO_LOTS: ReadonlyMap<Ticks, Lots> = new Map();

/** Keeps one market's book outside React: frames are joined at once, and shown once a paint. */
export function createBookStore({ symbol, schedule, now, onGap }: BookStoreOptions): BookStore {
  const { getState, getInitialState, setState, subscribe } = createStore<BookState>(() => ({
    phase: 'loading',
    bids: [],
    asks: [],
    sequence: 0,
    updatedMs: null,
    own: { bids: NO_LOTS, asks: NO_LOTS },
  }));
  const bids = createSide('buy');
  const asks = createSide('sell');
  let phase: BookState['phase'] = 'loading';
  let sequence = 0;
  let updatedMs: number | null = null;
  let scheduled = false;

  const flush = () => {
    scheduled = false;
    setState({ phase, bids: bids.levels(), asks: asks.levels(), sequence, updatedMs });
  };
  const show = () => {
    updatedMs = now();
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  };

  const apply = (frame: BookFrame) => {
    if (frame.symbol !== symbol) return;
    if (frame.prevSequence === null) {
      bids.replace(frame.bids);
      asks.replace(frame.asks);
      phase = 'live';
    } else {
      // Without a snapshot there is nothing that a delta could change; one that is known is over.
      if (phase !== 'live' || frame.sequence <= sequence) return;
      if (frame.prevSequence !== sequence) {
        phase = 'resyncing';
        show();
        onGap();
        return;
      }
      for (const level of frame.bids) bids.set(level);
      for (const level of frame.asks) asks.set(level);
    }
    sequence = frame.sequence;
    show();
  };

  const setOwnOrders = (orders: readonly Order[]) => {
    const resting = orders.filter((order) => order.symbol === symbol && isResting(order));
    const { own } = getState();
    const next = {
      bids: sameOr(own.bids, lotsByPrice(resting, 'buy')),
      asks: sameOr(own.asks, lotsByPrice(resting, 'sell')),
    };
    if (next.bids !== own.bids || next.asks !== own.asks) setState({ own: next });
  };

  return { getState, getInitialState, subscribe, apply, setOwnOrders };
}

/** One side in order, best first, changed in place; what it gives out is a copy if it changed. */
function createSide(side: OrderSide) {
  let sorted: BookLevel[] = [];
  let given: readonly BookLevel[] = sorted;
  const isBefore = (a: Ticks, b: Ticks) => (side === 'buy' ? a > b : a < b);

  const indexOf = (priceTicks: Ticks) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(sorted[middle]?.priceTicks ?? 0, priceTicks)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const own = () => {
    if (given === sorted) sorted = [...sorted];
  };

  return {
    levels() {
      given = sorted;
      return given;
    },
    replace(levels: readonly BookLevel[]) {
      const before = new Map(sorted.map((level) => [level.priceTicks, level]));
      sorted = levels.map((level) => sameLevel(before.get(level.priceTicks), level));
    },
    set(level: BookLevel) {
      const at = indexOf(level.priceTicks);
      const known = sorted[at]?.priceTicks === level.priceTicks;
      if (level.quantityLots === 0 && !known) return;
      if (known && sameLevel(sorted[at], level) !== level) return;
      own();
      if (level.quantityLots === 0) sorted.splice(at, 1);
      else sorted.splice(at, known ? 1 : 0, level);
    },
  };
}

/** The level that was there, if the new one says the same. */
function sameLevel(before: BookLevel | undefined, level: BookLevel): BookLevel {
  const same =
    before?.quantityLots === level.quantityLots && before.orderCount === level.orderCount;
  return same ? before : level;
}

function lotsByPrice(orders: readonly Order[], side: OrderSide): ReadonlyMap<Ticks, Lots> {
  const lots = new Map<Ticks, Lots>();
  for (const order of orders) {
    const open = order.quantityLots - order.filledLots;
    if (order.side !== side || open === 0) continue;
    lots.set(order.priceTicks, (lots.get(order.priceTicks) ?? 0) + open);
  }
  return lots;
}

function sameOr(
  before: ReadonlyMap<Ticks, Lots>,
  after: ReadonlyMap<Ticks, Lots>,
): ReadonlyMap<Ticks, Lots> {
  const same =
    before.size === after.size && [...after].every(([price, lots]) => before.get(price) === lots);
  return same ? before : after;
}
