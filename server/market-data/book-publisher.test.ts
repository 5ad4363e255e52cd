import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import type { BookDepth } from '#lib/protocol/channel.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { CommandGenerator } from '#scripts/simulator/command-generator.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { isProfileName, simulationProfiles } from '#scripts/simulator/simulation-profile.ts';
import { bookDepth, decodeEvents, EngineState, EngineView, execute } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { CommandEffects } from '#server/projection.ts';
import { BookPublisher, type BookUpdate } from './book-publisher.ts';

const PUBLISH_MS = 10;
const COMMANDS = process.env.SOAK === '1' ? 4_000 : 700;
const profiles = Object.keys(simulationProfiles).filter(isProfileName);

/** An engine whose commands become durable when a test says so. */
class SlowExchange implements Pick<ExchangePort, 'read'> {
  readonly state = new EngineState();
  readonly #generator: CommandGenerator;
  readonly #unreleased: CommandEffects[] = [];
  readonly #reads: { readonly seq: number; readonly answer: () => void }[] = [];
  /** Both sides of each book after each command. */
  readonly past = new Map<string, BookLevels>();
  reads = 0;
  isServing = true;

  constructor(seed: number, profile: (typeof profiles)[number]) {
    this.#generator = new CommandGenerator(seed, simulationProfiles[profile]);
  }

  execute(): void {
    const command = this.#generator.next(new EngineView(this.state));
    this.state.events.clear();
    execute(this.state, command);
    const events = decodeEvents(this.state.events);
    this.#unreleased.push({ seq: command.seq, timeMs: command.time, events });
    for (const { parameters, book } of this.state.listedMarkets()) {
      const whole = { bids: sideOf(book.bids), asks: sideOf(book.asks) };
      this.past.set(`${parameters.market}:${command.seq}`, whole);
    }
  }

  /** What was executed becomes durable. */
  async release(publisher: BookPublisher): Promise<void> {
    for (const effects of this.#unreleased.splice(0)) publisher.take(effects);
    publisher.settle();
    for (const { answer } of this.#reads.splice(0)) answer();
    await vi.advanceTimersByTimeAsync(0);
  }

  async read<Value>(look: (state: EngineState) => Value) {
    if (!this.isServing) throw new ProtocolError('sequencer/not-accepting');
    this.reads += 1;
    const value = look(this.state);
    const { seq } = this.state;
    await new Promise<void>((resolve) => {
      if (this.#unreleased.length === 0) resolve();
      else this.#reads.push({ seq, answer: resolve });
    });
    return { value, seq };
  }
}

function sideOf(levels: Parameters<typeof bookDepth>[0]): BookLevel[] {
  return bookDepth(levels, 10_000).map(({ price, lots, orders }) => ({
    priceTicks: price,
    quantityLots: lots,
    orderCount: orders,
  }));
}

/** Of a market only what the publisher looks at; its number is its symbol. */
function marketOf(id: number): Market {
  return { id, symbol: String(id) } as Market;
}

/** Somebody who knows only what is published. */
class Follower {
  readonly #exchange: SlowExchange;
  readonly #books = new Map<
    string,
    { bids: Map<number, BookLevel>; asks: Map<number, BookLevel> }
  >();
  readonly #lastSeq = new Map<string, number>();
  updates = 0;

  constructor(exchange: SlowExchange) {
    this.#exchange = exchange;
  }

  take({ book, changes }: BookUpdate): void {
    const key = `${book.symbol}:${book.depth}`;
    this.updates += 1;
    expect(book.seq).toBeGreaterThan(this.#lastSeq.get(key) ?? -1);
    this.#lastSeq.set(key, book.seq);
    const known = this.#books.get(key);
    expect(known === undefined).toBe(changes === null);
    const followed = known ?? { bids: new Map(), asks: new Map() };
    this.#books.set(key, followed);
    for (const side of ['bids', 'asks'] as const) {
      apply(followed[side], (changes ?? book)[side]);
      const direction = side === 'bids' ? -1 : 1;
      const levels = [...followed[side].values()].sort(
        (one, other) => (one.priceTicks - other.priceTicks) * direction,
      );
      expect(levels).toEqual(book[side]);
      const engine = this.#exchange.past.get(`${book.symbol}:${book.seq}`)?.[side] ?? [];
      expect(levels).toEqual(engine.slice(0, book.depth));
    }
  }
}

function apply(levels: Map<number, BookLevel>, changes: readonly BookLevel[]): void {
  for (const level of changes) {
    if (level.quantityLots === 0) levels.delete(level.priceTicks);
    else levels.set(level.priceTicks, level);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

function begin(exchange: SlowExchange) {
  const markets = Array.from({ length: 6 }, (_, at) => marketOf(at + 1));
  const now = () => Date.now();
  return new BookPublisher({ port: exchange, markets, publishMs: PUBLISH_MS, now });
}

describe('a published book', () => {
  it.each(profiles)(
    'is the engine’s as of its number, by snapshot and changes, profile %s',
    async (profile) => {
      const exchange = new SlowExchange(3, profile);
      const publisher = begin(exchange);
      const follower = new Follower(exchange);
      const random = new SeededRandom(11);
      publisher.onUpdate((update) => follower.take(update));
      for (const symbol of ['1', '2']) {
        for (const depth of [20, 100, 500] as const) publisher.watch(symbol, depth);
      }
      for (let count = 0; count < COMMANDS; count += 1) {
        exchange.execute();
        if (random.chance(0.3)) await exchange.release(publisher);
        if (random.chance(0.3)) await vi.advanceTimersByTimeAsync(random.between(1, 15));
      }
      await exchange.release(publisher);
      await vi.advanceTimersByTimeAsync(2 * PUBLISH_MS);
      const { seq } = exchange.state;
      for (const symbol of ['1', '2']) {
        const engine = exchange.past.get(`${symbol}:${seq}`);
        if (engine === undefined) continue;
        expect(publisher.book(symbol, 20)?.bids).toEqual(engine.bids.slice(0, 20));
        expect(publisher.book(symbol, 500)?.asks).toEqual(engine.asks.slice(0, 500));
        expect(publisher.best(symbol)).toEqual({
          bidTicks: engine.bids[0]?.priceTicks ?? 0,
          askTicks: engine.asks[0]?.priceTicks ?? 0,
        });
      }
      expect(follower.updates).toBeGreaterThan(20);
      publisher.stop();
    },
    60_000,
  );

  it('is read at once at the first touch, and then at most every few milliseconds', async () => {
    const exchange = new SlowExchange(5, 'plain');
    const publisher = begin(exchange);
    publisher.watch('1', 20);
    await exchange.release(publisher);
    expect(exchange.reads).toBe(1);
    for (let ms = 1; ms <= 100; ms += 1) {
      for (let count = 0; count < 5; count += 1) exchange.execute();
      await exchange.release(publisher);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(exchange.reads).toBeGreaterThan(5);
    // Two more than evenly spaced ones: the first, and the one that may be ahead.
    expect(exchange.reads).toBeLessThanOrEqual(2 + 100 / PUBLISH_MS);
    publisher.stop();
  });

  it('does not make a change wait because the one before it was late', async () => {
    const exchange = new SlowExchange(5, 'plain');
    const publisher = begin(exchange);
    publisher.watch('1', 20);
    for (let count = 0; count < 200; count += 1) exchange.execute();
    await exchange.release(publisher);
    await vi.advanceTimersByTimeAsync(5 * PUBLISH_MS);
    const { reads } = exchange;
    for (let count = 1; count <= 40; count += 1) {
      await vi.advanceTimersByTimeAsync(PUBLISH_MS + (count % 2 === 0 ? 4 : -4));
      // So many commands that one of them changes what rests.
      for (let command = 0; command < 30; command += 1) exchange.execute();
      await exchange.release(publisher);
      expect(exchange.reads).toBe(reads + count);
    }
    publisher.stop();
  });

  it('goes on when the clock is set back', async () => {
    const exchange = new SlowExchange(5, 'plain');
    const publisher = begin(exchange);
    publisher.watch('1', 20);
    for (let count = 0; count < 200; count += 1) exchange.execute();
    await exchange.release(publisher);
    const { reads } = exchange;
    vi.setSystemTime(1_000);
    for (let count = 0; count < 30; count += 1) exchange.execute();
    await exchange.release(publisher);
    await vi.advanceTimersByTimeAsync(PUBLISH_MS);
    expect(exchange.reads).toBeGreaterThan(reads);
    publisher.stop();
  });

  it('is not published to nobody, and begins anew for who comes later', async () => {
    const exchange = new SlowExchange(6, 'plain');
    const publisher = begin(exchange);
    const updates: BookUpdate[] = [];
    publisher.onUpdate((update) => updates.push(update));
    for (let count = 0; count < 200; count += 1) exchange.execute();
    await exchange.release(publisher);
    expect(updates).toEqual([]);
    expect(publisher.best('1')?.bidTicks).toBeGreaterThan(0);
    const end = publisher.watch('1', 100);
    await vi.advanceTimersByTimeAsync(PUBLISH_MS);
    expect(updates).toMatchObject([{ changes: null, book: { depth: 100, seq: 200 } }]);
    end();
    end();
    expect(publisher.book('1', 100)).toBeNull();
    publisher.stop();
  });

  it('waits for an engine that does not serve yet', async () => {
    const exchange = new SlowExchange(5, 'plain');
    const publisher = begin(exchange);
    exchange.isServing = false;
    publisher.watch('1', 20);
    await vi.advanceTimersByTimeAsync(5 * PUBLISH_MS);
    expect(publisher.book('1', 20)).toBeNull();
    exchange.isServing = true;
    exchange.execute();
    await exchange.release(publisher);
    await vi.advanceTimersByTimeAsync(PUBLISH_MS);
    expect(publisher.book('1', 20)).toMatchObject({ bids: [], asks: [] });
    publisher.stop();
  });

  it('is none for a symbol that is not listed', () => {
    const publisher = begin(new SlowExchange(5, 'plain'));
    const depth: BookDepth = 20;
    publisher.watch('DOGE-USDT', depth)();
    expect(publisher.book('DOGE-USDT', depth)).toBeNull();
    expect(publisher.best('DOGE-USDT')).toBeNull();
    publisher.stop();
  });
});
