import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASKS, BIDS, type BookSide, type LobsterVenue } from '#scripts/testing/lobster-venue.ts';
import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import { readLobster } from '#scripts/testing/read-lobster.ts';
import { type ReplayReport, replayLobster } from '#scripts/testing/replay-lobster.ts';
import { testDataDir } from '#scripts/testing/test-data.ts';
import { bookDepth } from './book-view.ts';
import {
  BUY,
  type Command,
  GTC,
  IOC,
  OPEN,
  type PlaceOrder,
  SELL,
  type Side,
  type Stamp,
} from './command.ts';
import { decodeEvents } from './decode-events.ts';
import { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import type { EngineEvent } from './event.ts';
import { execute } from './execute.ts';

const MAKER = 1;
const TAKER = 2;
const SHARES = 0;
const DOLLARS = 1;
const FUNDS = 4e15;
const FIRST_TAKER_ID = 2_000_000_000_000;

/** A command before it is stamped. */
type Unstamped = Command extends infer Any
  ? Any extends Command
    ? Omit<Any, keyof Stamp>
    : never
  : never;

/** The engine with one market, in which one account makes all that rests and another one takes. */
class EngineVenue implements LobsterVenue {
  readonly state = new EngineState();
  #taken = 0;

  constructor() {
    this.#execute({ kind: 'open-account', account: MAKER, address: `0x${'1'.repeat(40)}` });
    this.#execute({ kind: 'open-account', account: TAKER, address: `0x${'2'.repeat(40)}` });
    let sourceSeq = 0;
    for (const account of [MAKER, TAKER]) {
      for (const asset of [SHARES, DOLLARS]) {
        sourceSeq += 1;
        this.#execute({ kind: 'deposit', account, asset, amount: FUNDS, source: 0, sourceSeq });
      }
    }
    this.#execute({
      kind: 'list-market',
      market: 1,
      baseAsset: SHARES,
      quoteAsset: DOLLARS,
      unitsPerLot: 1,
      k: 1,
      makerFeePpm: 200,
      takerFeePpm: 500,
      bandPpm: 1_000_000_000,
      minNotional: 1,
      maxQuantity: 1_000_000,
      maxOpenOrders: 100_000,
      allowSelfTrade: false,
    });
    this.#execute({ kind: 'set-market-state', market: 1, state: OPEN });
  }

  rest({ orderId, side, price, lots }: Parameters<LobsterVenue['rest']>[0]): void {
    const order = { account: MAKER, orderId, side: sideOf(side), price, quantity: lots };
    expect(kindsOf(this.#place({ ...order, timeInForce: GTC }))).toEqual(['accepted']);
  }

  reduce(orderId: number, byLots: number): void {
    const { pool, ids } = this.state;
    const slot = ids.find(orderId);
    const total = pool.filled(slot) + pool.visible(slot) + pool.hidden(slot);
    const events = this.#execute({
      kind: 'modify',
      account: MAKER,
      orderId,
      clientOrderId: 0,
      price: 0,
      quantity: total - byLots,
      triggerPrice: 0,
      authority: null,
      signature: null,
    });
    expect(events).toMatchObject([{ kind: 'modified', orderId, keptPriority: true }]);
  }

  cancel(orderId: number): number {
    const events = this.#execute({ kind: 'cancel', account: MAKER, orderId, clientOrderId: 0 });
    const done = events[0];
    if (done?.kind !== 'done') throw new Error(`${orderId} is not canceled but ${done?.kind}`);
    return done.remaining;
  }

  take({ against, price, lots }: Parameters<LobsterVenue['take']>[0]) {
    this.#taken += 1;
    const events = this.#place({
      account: TAKER,
      orderId: FIRST_TAKER_ID + this.#taken,
      side: against === BIDS ? SELL : BUY,
      price,
      quantity: lots,
      timeInForce: IOC,
    });
    return events.flatMap((event) =>
      event.kind === 'trade'
        ? [{ makerOrderId: event.makerOrderId, price: event.price, lots: event.quantity }]
        : [],
    );
  }

  depth(side: BookSide) {
    const levels = this.state.listed(1).book.side(sideOf(side));
    return bookDepth(levels, Number.POSITIVE_INFINITY).map(({ price, lots }) => ({ price, lots }));
  }

  cancelAll(): void {
    this.#execute({ kind: 'cancel-all', account: MAKER, market: 0 });
  }

  #place(
    order: Pick<PlaceOrder, 'account' | 'orderId' | 'side' | 'price' | 'quantity' | 'timeInForce'>,
  ): readonly EngineEvent[] {
    return this.#execute({
      ...PLAIN_ORDER,
      market: 1,
      ...order,
    });
  }

  #execute(command: Unstamped): readonly EngineEvent[] {
    const { state } = this;
    state.events.clear();
    execute(state, { ...command, seq: state.seq + 1, time: 0 });
    const events = decodeEvents(state.events);
    expect(kindsOf(events)).not.toContain('rejected');
    return events;
  }
}

function sideOf(side: BookSide): Side {
  return side === BIDS ? BUY : SELL;
}

function kindsOf(events: readonly EngineEvent[]): readonly string[] {
  return events.map(({ kind }) => kind);
}

type Recording = {
  readonly day: string;
  readonly cut: string;
  readonly report: Omit<ReplayReport, 'mismatches'>;
};

const recordings: readonly Recording[] = [
  {
    day: 'AAPL_2012-06-21',
    cut: '10_first999',
    report: {
      rowsCompared: 998,
      rowsWithoutCommand: 61,
      rowsWithinSweep: 42,
      fillsCompared: 98,
      knownMakers: 90,
      makersByNumber: 0,
      makersOutOfTurn: 0,
      commands: 1_587,
      levelsEntered: 318,
      levelsLeft: 328,
    },
  },
  {
    day: 'AAPL_2012-06-21',
    cut: '50_first672',
    report: {
      rowsCompared: 671,
      rowsWithoutCommand: 22,
      rowsWithinSweep: 35,
      fillsCompared: 56,
      knownMakers: 56,
      makersByNumber: 0,
      makersOutOfTurn: 0,
      commands: 1_045,
      levelsEntered: 108,
      levelsLeft: 211,
    },
  },
  {
    day: 'MSFT_2012-06-21',
    cut: '50_first1950',
    report: {
      rowsCompared: 1_949,
      rowsWithoutCommand: 38,
      rowsWithinSweep: 73,
      fillsCompared: 160,
      knownMakers: 157,
      makersByNumber: 36,
      makersOutOfTurn: 4,
      commands: 2_722,
      levelsEntered: 58,
      levelsLeft: 122,
    },
  },
];

const dataDir = testDataDir();

describe.runIf(dataDir !== null)('the engine on recorded order flow', () => {
  it.each(recordings)(
    'has the exchange’s own book after every message of $day, $cut',
    ({ day, cut, report }) => {
      const venue = new EngineVenue();
      const recording = readLobster({ folder: join(dataDir ?? '', 'lobster'), day, cut });
      expect(replayLobster(recording, venue)).toEqual({ ...report, mismatches: [] });
      expect(recording.messages).toHaveLength(report.rowsCompared + 1);

      venue.cancelAll();
      const view = new EngineView(venue.state);
      expect(venue.depth(BIDS)).toEqual([]);
      expect(venue.depth(ASKS)).toEqual([]);
      for (const asset of [SHARES, DOLLARS]) {
        const accounts = [0, MAKER, TAKER];
        expect(accounts.map((account) => view.locked(account, asset))).toEqual([0, 0, 0]);
        const held = accounts.reduce((sum, account) => sum + view.available(account, asset), 0);
        expect(held).toBe(2 * FUNDS);
      }
    },
  );
});
