import { type LobsterOrder, LobsterOrders } from './lobster-orders.ts';
import { ASKS, BIDS, type BookSide, type LobsterVenue, type VenueFill } from './lobster-venue.ts';
import {
  DELETION,
  EXECUTION,
  HIDDEN_EXECUTION,
  type LobsterBook,
  type LobsterLevel,
  type LobsterMessage,
  type LobsterRecording,
  NEW_ORDER,
  PARTIAL_CANCEL,
} from './read-lobster.ts';

/** What a replay saw. */
export type ReplayReport = {
  /** Rows after which the whole book, both sides, was compared; all but the first, which seeds it. */
  readonly rowsCompared: number;
  /** Of those: executions of hidden orders, which leave the book as it is; nothing is sent. */
  readonly rowsWithoutCommand: number;
  /** Of those: rows within a sweep, where what the fills so far leave of the book is compared. */
  readonly rowsWithinSweep: number;
  /** Executions whose maker, price and size were compared with the venue's fills. */
  readonly fillsCompared: number;
  /** Of those: the maker is an order that arrived within the recording, not a made-up one. */
  readonly knownMakers: number;
  /**
   * Of those: the exchange let the maker go before orders that the recording shows earlier, because its
   * number is lower than theirs …
   */
  readonly makersByNumber: number;
  /** … or although it is higher. */
  readonly makersOutOfTurn: number;
  /** Commands sent. */
  readonly commands: number;
  readonly levelsEntered: number;
  readonly levelsLeft: number;
  readonly mismatches: readonly string[];
};

/** Rows from `first` to before `end` of one instant and direction: one taker meeting `side`. */
type Sweep = {
  readonly first: number;
  readonly end: number;
  readonly side: BookSide;
};

/**
 * Drives a venue with recorded order flow and compares its book with the recorded one after every
 * message. What the recording does not show is made up in the simplest way:
 *
 * - The first book, and each level that enters the recorded window, is one order a level, the oldest
 *   there; a level that leaves the window is canceled. What is recorded of orders that arrived unseen
 *   is done to the made-up one.
 * - Some makers are met before others which the recording shows earlier at their price: orders with
 *   numbers from before the opening, which appear in the book in bursts and keep an earlier rank, and a
 *   few for which it gives no reason. Before such a sweep the level is canceled and placed again in
 *   the exchange's order.
 */
export function replayLobster(recording: LobsterRecording, venue: LobsterVenue): ReplayReport {
  return new LobsterReplay(recording, venue).run();
}

class LobsterReplay {
  readonly #recording: LobsterRecording;
  readonly #venue: LobsterVenue;
  readonly #orders = new LobsterOrders();
  readonly #mismatches: string[] = [];
  readonly #counts = {
    rowsCompared: 0,
    rowsWithoutCommand: 0,
    rowsWithinSweep: 0,
    fillsCompared: 0,
    knownMakers: 0,
    makersByNumber: 0,
    makersOutOfTurn: 0,
    commands: 0,
    levelsEntered: 0,
    levelsLeft: 0,
  };

  constructor(recording: LobsterRecording, venue: LobsterVenue) {
    this.#recording = recording;
    this.#venue = venue;
  }

  run(): ReplayReport {
    for (const side of [BIDS, ASKS] as const) {
      for (const level of this.#recorded(0, side)) this.#makeUp(side, level);
    }
    let row = 1;
    while (row < this.#recording.messages.length) row = this.#step(row);
    return { ...this.#counts, mismatches: this.#mismatches };
  }

  /** Sends what a row, or a sweep of several, stands for; returns the row after it. */
  #step(row: number): number {
    const message = this.#message(row);
    let end = row + 1;
    if (message.type === EXECUTION) end = this.#sweep(row);
    else if (message.type === HIDDEN_EXECUTION) this.#counts.rowsWithoutCommand += 1;
    else this.#send(row, message);
    for (const side of [BIDS, ASKS] as const) {
      this.#followWindow(row, end - 1, side);
      this.#compare(end - 1, side, this.#venue.depth(side));
    }
    this.#counts.rowsCompared += end - row;
    return end;
  }

  #send(row: number, message: LobsterMessage): void {
    const { type, orderId, size, price, direction } = message;
    if (type === NEW_ORDER) {
      this.#rest({ orderId, side: direction, price, lots: size });
    } else if (type === DELETION || type === PARTIAL_CANCEL) {
      this.#cancelLots(row, message);
    } else {
      this.#note(row, `type ${type} is not expected`);
    }
  }

  #cancelLots(row: number, message: LobsterMessage): void {
    const { type, orderId, size } = message;
    const order = this.#orders.get(this.#orders.standsFor(message) ?? 0);
    if (order === null) {
      this.#note(row, `no order stands for ${orderId}`);
      return;
    }
    const isWhole = order.lots === size;
    if (order.orderId === orderId && isWhole !== (type === DELETION)) {
      this.#note(row, `${orderId} has ${order.lots} lots, of which ${size} are canceled`);
    }
    if (isWhole) {
      this.#cancel(row, order);
    } else {
      this.#take(row, order.orderId, size);
      this.#venue.reduce(order.orderId, size);
      this.#counts.commands += 1;
    }
  }

  /**
   * Executions of one instant and direction are one taker. Its fills are compared one by one, and the
   * book after each row with what they leave of the book before. Returns the row after the sweep.
   */
  #sweep(first: number): number {
    const sweep = this.#sweepFrom(first);
    const messages = this.#executionsOf(sweep);
    this.#letPass(sweep.side, messages);
    const levels = new Map(this.#venue.depth(sweep.side).map(({ price, lots }) => [price, lots]));
    const prices = messages.map(({ price }) => price);
    const fills = [
      ...this.#venue.take({
        against: sweep.side,
        price: sweep.side === BIDS ? Math.min(...prices) : Math.max(...prices),
        lots: messages.reduce((sum, { size }) => sum + size, 0),
      }),
    ];
    this.#counts.commands += 1;
    for (let row = first; row < sweep.end; row += 1) {
      const message = this.#message(row);
      if (message.type === EXECUTION) this.#matchFill(row, fills);
      else this.#counts.rowsWithoutCommand += 1;
      if (message.type === EXECUTION) subtract(levels, message);
      if (row < sweep.end - 1) this.#compareWithin(sweep, row, levels);
    }
    if (fills.length > 0) this.#note(sweep.end - 1, `${fills.length} fills too many`);
    return sweep.end;
  }

  /** Gives makers the turn that the exchange gave them. */
  #letPass(side: BookSide, executions: readonly LobsterMessage[]): void {
    for (const price of new Set(executions.map((message) => message.price))) {
      const makers = new Set(
        executions
          .filter((message) => message.price === price)
          .map((message) => this.#orders.standsFor(message)),
      );
      const queue = [...this.#orders.at(side, price)];
      const inTurn: LobsterOrder[] = [];
      let isInTurn = true;
      for (const maker of makers) {
        const at = queue.findIndex(({ orderId }) => orderId === maker);
        if (at < 0) continue;
        if (at > 0) this.#countOutOfTurn(queue.slice(0, at + 1));
        isInTurn &&= at === 0;
        inTurn.push(...queue.splice(at, 1));
      }
      if (!isInTurn) this.#requeue([...inTurn, ...queue]);
    }
  }

  /** The last of these orders is met before the others. */
  #countOutOfTurn(orders: readonly LobsterOrder[]): void {
    const numbers = orders.map(({ orderId }) => orderId);
    if (Math.min(...numbers) === numbers.at(-1)) this.#counts.makersByNumber += 1;
    else this.#counts.makersOutOfTurn += 1;
  }

  /** Puts the orders of a level into this order. */
  #requeue(orders: readonly LobsterOrder[]): void {
    for (const { orderId } of orders) this.#venue.cancel(orderId);
    for (const order of orders) this.#venue.rest(order);
    this.#orders.arrange(orders);
    this.#counts.commands += 2 * orders.length;
  }

  /** One execution: the venue's next fill must be of that maker and price, and of no fewer lots. */
  #matchFill(row: number, fills: VenueFill[]): void {
    const message = this.#message(row);
    const { price, size } = message;
    const maker = this.#orders.standsFor(message);
    const fill = fills[0];
    this.#counts.fillsCompared += 1;
    if (maker === message.orderId) this.#counts.knownMakers += 1;
    if (fill?.makerOrderId !== maker || fill.price !== price || fill.lots < size) {
      this.#note(row, `${maker} trades ${size} at ${price}, here ${JSON.stringify(fill)}`);
      return;
    }
    this.#take(row, maker, size);
    if (fill.lots === size) fills.shift();
    else fills[0] = { ...fill, lots: fill.lots - size };
  }

  /** A row within a sweep: levels that enter the window meanwhile are behind all that are known. */
  #compareWithin(sweep: Sweep, row: number, levels: ReadonlyMap<number, number>): void {
    const { first, side } = sweep;
    const known = [...levels].map(([price, lots]) => ({ price, lots }));
    this.#compare(row, side, [...known, ...this.#entering({ first, row, side, known })]);
    const other = side === BIDS ? ASKS : BIDS;
    this.#compare(row, other, this.#venue.depth(other));
    this.#counts.rowsWithinSweep += 1;
  }

  /** Lets the venue's book end where the recorded one does, after the rows from `first` to `row`. */
  #followWindow(first: number, row: number, side: BookSide): void {
    const known = this.#venue.depth(side);
    for (const { price } of known.slice(this.#recording.width)) {
      this.#counts.levelsLeft += 1;
      for (const order of this.#orders.at(side, price)) this.#cancel(row, order);
    }
    for (const level of this.#entering({ first, row, side, known })) {
      this.#counts.levelsEntered += 1;
      this.#makeUp(side, level);
    }
  }

  /**
   * Recorded levels worse than all that are known and not recorded before row `first`. Any other
   * level that the venue does not know, it has lost: a mismatch.
   */
  #entering(at: {
    readonly first: number;
    readonly row: number;
    readonly side: BookSide;
    readonly known: readonly LobsterLevel[];
  }): readonly LobsterLevel[] {
    const { first, row, side, known } = at;
    const worst = known.at(-1)?.price ?? side * Number.POSITIVE_INFINITY;
    const before = new Set(this.#recorded(first - 1, side).map(({ price }) => price));
    return this.#recorded(row, side).filter(
      ({ price }) => (worst - price) * side > 0 && !before.has(price),
    );
  }

  #compare(row: number, side: BookSide, levels: readonly LobsterLevel[]): void {
    const recorded = textOf(this.#recorded(row, side));
    const found = textOf(levels);
    if (found !== recorded) this.#note(row, `${side}: ${found} is not ${recorded}`);
  }

  #makeUp(side: BookSide, level: LobsterLevel): void {
    this.#venue.rest(this.#orders.makeUp(side, level));
    this.#counts.commands += 1;
  }

  #rest(order: LobsterOrder): void {
    this.#orders.add(order);
    this.#venue.rest(order);
    this.#counts.commands += 1;
  }

  #cancel(row: number, { orderId, lots }: LobsterOrder): void {
    this.#take(row, orderId, lots);
    const left = this.#venue.cancel(orderId);
    if (left !== lots) this.#note(row, `${orderId} had ${left} lots, not ${lots}`);
    this.#counts.commands += 1;
  }

  #take(row: number, orderId: number, lots: number): void {
    if (!this.#orders.take(orderId, lots)) this.#note(row, `${orderId} has not ${lots} lots`);
  }

  /** Up to the last execution of the same instant and direction; hidden ones may be in between. */
  #sweepFrom(first: number): Sweep {
    const { time, direction } = this.#message(first);
    let end = first + 1;
    for (let row = end; row < this.#recording.messages.length; row += 1) {
      const next = this.#message(row);
      if (next.time !== time || next.direction !== direction) break;
      if (next.type === EXECUTION) end = row + 1;
      else if (next.type !== HIDDEN_EXECUTION) break;
    }
    return { first, end, side: direction };
  }

  #executionsOf({ first, end }: Sweep): readonly LobsterMessage[] {
    return this.#recording.messages.slice(first, end).filter(({ type }) => type === EXECUTION);
  }

  #message(row: number): LobsterMessage {
    const message = this.#recording.messages[row];
    if (message === undefined) throw new Error(`there is no row ${row}`);
    return message;
  }

  #recorded(row: number, side: BookSide): readonly LobsterLevel[] {
    const book: LobsterBook | undefined = this.#recording.books[row];
    if (book === undefined) throw new Error(`there is no row ${row}`);
    return side === BIDS ? book.bids : book.asks;
  }

  #note(row: number, what: string): void {
    this.#mismatches.push(`row ${row}: ${what}`);
  }
}

function textOf(levels: readonly LobsterLevel[]): string {
  return levels.map(({ price, lots }) => `${price}×${lots}`).join(' ');
}

function subtract(levels: Map<number, number>, { price, size }: LobsterMessage): void {
  const left = (levels.get(price) ?? 0) - size;
  if (left === 0) levels.delete(price);
  else levels.set(price, left);
}
