import { NaiveBook } from './naive-book.ts';
import { RestingIds } from './resting-ids.ts';
import { sfc32 } from './sfc32.ts';
import { CANCEL, IOC, LIMIT, MARKET, Stream, type StreamCommand } from './stream.ts';
import { HASH_START, hashNumber } from './stream-hash.ts';

export type WorkloadOptions = {
  readonly count: number;
  readonly seed: number;
  /** `base`: all prices near the market. `wide`: most passive ones up to a thousandfold away. */
  readonly profile: 'base' | 'wide';
  /** Resting orders: that many are placed first, then their number is held about there. */
  readonly live: number;
  /** `dense`: 1, 2, 3 …; `scrambled`: the same ones, mixed over 32 bits. */
  readonly ids: 'dense' | 'scrambled';
};

/** What a book makes of a stream when it is right. */
export type Outcome = {
  readonly fills: number;
  /** Of maker id, taker id, price and lots of every fill, in order. Unsigned. */
  readonly fillHash: number;
  readonly filledLots: number;
  /** Sum of price times lots. */
  readonly filledValue: number;
  /** Orders that rest at the end, their lots, and a hash of id, price and lots of each in order. */
  readonly live: number;
  readonly liveLots: number;
  readonly bookHash: number;
};

export type Workload = {
  readonly stream: Stream;
  readonly outcome: Outcome;
  readonly maxId: number;
  readonly maxLive: number;
  readonly maxLevels: number;
};

/**
 * A stream of orders for one market, the same for the same options everywhere: half of it passive
 * limit orders, two fifths cancels of random resting orders, a tenth orders that trade (marketable
 * limit, immediate-or-cancel, market), one in a hundred of those twenty times as large. The fair
 * price takes a random step of one tick now and then.
 */
export function generateWorkload(options: WorkloadOptions): Workload {
  return new Generator(options).run();
}

const SEVEN_TENTHS = 7;
const FACTORS = 12_288;
const WIDE_STEP = 1.0005623096;

class Generator {
  readonly #options: WorkloadOptions;
  readonly #random: () => number;
  readonly #stream: Stream;
  readonly #resting = new RestingIds();
  readonly #book = new NaiveBook((id) => this.#resting.delete(id));
  #fair: number;
  #written = 0;
  #lastId = 0;
  #maxId = 0;

  constructor(options: WorkloadOptions) {
    this.#options = options;
    this.#random = sfc32(options.seed);
    this.#stream = new Stream(options.count);
    this.#fair = options.profile === 'wide' ? 1_000_000 : 30_000;
  }

  run(): Workload {
    let maxLive = 0;
    let maxLevels = 0;
    while (this.#written < this.#options.count) {
      this.#next();
      maxLive = Math.max(maxLive, this.#resting.size);
      maxLevels = Math.max(maxLevels, this.#book.levels);
    }
    const outcome = outcomeOf(this.#book);
    return { stream: this.#stream, outcome, maxId: this.#maxId, maxLive, maxLevels };
  }

  #next(): void {
    const side = this.#coin();
    if (this.#written < this.#options.live) {
      this.#passive(side);
      return;
    }
    if (this.#below(50) === 0) this.#fair += this.#coin() === 1 ? 1 : -1;
    const dice = this.#below(1_000);
    if (dice < 20) this.#market(side);
    else if (dice < 100) this.#marketable(side, dice < 60 ? LIMIT : IOC);
    else if (dice - 100 < this.#cancelChance() && this.#resting.size > 0) this.#cancel();
    else this.#passive(side);
  }

  /** Of 900: about half, more the more orders rest, so that their number stays where it should. */
  #cancelChance(): number {
    const surplus = (this.#resting.size - this.#options.live) / this.#options.live;
    return 450 + Math.round(Math.max(-0.15, Math.min(0.15, surplus)) * 1_000);
  }

  #passive(side: 0 | 1): void {
    const id = this.#newId();
    const price = this.#passivePrice(side);
    const lots = 1 + this.#below(100);
    this.#write({ id, price, lots, kind: LIMIT, side });
    this.#rest({ id, price, lots, side });
  }

  #market(side: 0 | 1): void {
    const id = this.#newId();
    const lots = 1 + this.#below(40);
    this.#write({ id, price: 0, lots, kind: MARKET, side });
    this.#book.take({ id, price: 0, lots, side });
  }

  #marketable(side: 0 | 1, kind: typeof LIMIT | typeof IOC): void {
    const id = this.#newId();
    const ordinary = 1 + this.#below(50);
    const lots = this.#below(100) === 0 ? 20 * ordinary : ordinary;
    const best = this.#book.best(side === 0 ? 1 : 0) || this.#fair;
    const beyond = this.#below(6);
    const price = Math.max(1, side === 0 ? best + beyond : best - beyond);
    this.#write({ id, price, lots, kind, side });
    const rest = this.#book.take({ id, price, lots, side });
    if (rest > 0 && kind === LIMIT) this.#rest({ id, price, lots: rest, side });
  }

  #cancel(): void {
    const id = this.#resting.at(this.#below(this.#resting.size));
    this.#write({ id, price: 0, lots: 0, kind: CANCEL, side: 0 });
    this.#book.cancel(id);
    this.#resting.delete(id);
  }

  #rest(order: { id: number; price: number; lots: number; side: 0 | 1 }): void {
    this.#book.rest(order);
    this.#resting.add(order.id);
  }

  /** Never at or beyond the best price of the other side. */
  #passivePrice(side: 0 | 1): number {
    const wished = this.#wishedPrice(side);
    const best = this.#book.best(side === 0 ? 1 : 0);
    if (best === 0) return Math.max(1, wished);
    return Math.max(1, side === 0 ? Math.min(wished, best - 1) : Math.max(wished, best + 1));
  }

  #wishedPrice(side: 0 | 1): number {
    if (this.#options.profile === 'wide' && this.#below(10) < SEVEN_TENTHS) {
      const factor = factors[this.#below(FACTORS + 1)] ?? 1;
      return Math.max(
        1,
        side === 0 ? Math.floor(this.#fair / factor) : Math.ceil(this.#fair * factor),
      );
    }
    const distance = geometricDistance(this.#random());
    return side === 0 ? this.#fair - distance : this.#fair + distance;
  }

  #newId(): number {
    this.#lastId += 1;
    const id = this.#options.ids === 'dense' ? this.#lastId : scrambled(this.#lastId);
    this.#maxId = Math.max(this.#maxId, id);
    return id;
  }

  #write(command: StreamCommand): void {
    this.#stream.write(this.#written, command);
    this.#written += 1;
  }

  #coin(): 0 | 1 {
    return this.#random() >= 2_147_483_648 ? 1 : 0;
  }

  #below(limit: number): number {
    return Math.floor((this.#random() / 4_294_967_296) * limit);
  }
}

/** Factors of 1 … 1,000 in equal ratios, multiplied up so that every machine has the same ones. */
const factors = (() => {
  const table = new Float64Array(FACTORS + 1);
  let factor = 1;
  for (let step = 0; step <= FACTORS; step += 1) {
    table[step] = factor;
    factor *= WIDE_STEP;
  }
  return table;
})();

const MAX_DISTANCE = 200;

/** By distance: the share of orders up to there, as a 32-bit number; each tick has 3 % less. */
const distanceShares = (() => {
  const shares = new Float64Array(MAX_DISTANCE + 1);
  let beyond = 1;
  for (let distance = 1; distance <= MAX_DISTANCE; distance += 1) {
    beyond *= 0.97;
    shares[distance] = 1 - beyond;
  }
  return shares.map((share) => Math.floor((share / (1 - beyond)) * 4_294_967_296));
})();

/** A distance of 1 … 200 ticks from the fair price for a random 32-bit number. */
function geometricDistance(random: number): number {
  let low = 1;
  let high = MAX_DISTANCE;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((distanceShares[middle] ?? 0) > random) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Another 32-bit number for each 32-bit number, none of them 0. */
function scrambled(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0 || 0xfffffffe;
}

function outcomeOf(book: NaiveBook): Outcome {
  const { fills, fillHash, filledLots, filledValue, live } = book;
  let bookHash = HASH_START;
  let liveLots = 0;
  book.visit(({ id, price, lots }) => {
    for (const value of [id, price, lots]) bookHash = hashNumber(bookHash, value);
    liveLots += lots;
  });
  return {
    fills,
    fillHash: fillHash >>> 0,
    filledLots,
    filledValue,
    live,
    liveLots,
    bookHash: bookHash >>> 0,
  };
}
