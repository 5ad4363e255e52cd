import type { Market } from '#lib/domain/market.ts';
import type {
  IndicativeAuction,
  MarketCondition,
  MarketStatus,
} from '#lib/domain/market-status.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  CANCEL_ONLY,
  DELISTED,
  type EngineState,
  HALTED,
  indicativeAuction,
  type MarketState,
  OPEN,
  POST_ONLY,
  PRE_OPEN,
} from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import { touchedMarket } from './touched-market.ts';

export type MarketConditionsOptions = {
  readonly port: Pick<ExchangePort, 'read'>;
  readonly markets: readonly Market[];
  /** Least time between two readings of auctions. */
  readonly auctionMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const statuses: Readonly<Record<MarketState, MarketStatus>> = {
  [PRE_OPEN]: 'pre-open',
  [OPEN]: 'open',
  [POST_ONLY]: 'post-only',
  [CANCEL_ONLY]: 'cancel-only',
  [HALTED]: 'halted',
  [DELISTED]: 'delisted',
};

type Known = { readonly market: Market; condition: MarketCondition };

/**
 * What every market takes, made of what durable commands did; and while a market does not match, what
 * its auction would do, read of the engine when its book was touched and not more often than is asked.
 */
export class MarketConditions implements Projection {
  readonly #options: MarketConditionsOptions;
  readonly #markets: ReadonlyMap<number, Market>;
  readonly #known = new Map<number, Known>();
  /** Markets of which nobody was told yet what changed. */
  readonly #changed = new Set<number>();
  /** Markets whose auction is to be read. */
  readonly #touched = new Set<number>();
  readonly #listeners = new Set<(condition: MarketCondition) => void>();
  #timer: NodeJS.Timeout | null = null;
  #isReading = false;
  #isStopped = false;
  #lastReadMs = Number.NEGATIVE_INFINITY;

  constructor(options: MarketConditionsOptions) {
    this.#options = options;
    this.#markets = new Map(options.markets.map((market) => [market.id, market]));
  }

  /** `null` for a market that the engine has not listed, and before the exchange has recovered. */
  condition(symbol: string): MarketCondition | null {
    const known = [...this.#known.values()].find(({ market }) => market.symbol === symbol);
    return known?.condition ?? null;
  }

  /** Tells what a market takes, and its auction, whenever either changes. */
  onUpdate(listener: (condition: MarketCondition) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Begins with where the engine's markets stand, and tells of all of them. */
  restore(state: EngineState): void {
    for (const id of this.#markets.keys()) {
      const listed = state.market(id);
      if (listed !== null) this.#set(id, listed.state);
    }
    this.settle();
  }

  take({ events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind === 'market-listed') this.#set(event.market, PRE_OPEN);
      else if (event.kind === 'market-state') this.#set(event.market, event.state);
      else this.#touch(event.kind === 'price' ? event.market : touchedMarket(event));
    }
  }

  settle(): void {
    for (const id of this.#changed) this.#tell(id);
    this.#changed.clear();
    this.#schedule();
  }

  /** Reads and tells nothing more. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #set(id: number, state: MarketState): void {
    const market = this.#markets.get(id);
    if (market === undefined) return;
    const { symbol } = market;
    const condition = { symbol, status: statuses[state], auction: null };
    this.#known.set(id, { market, condition });
    this.#changed.add(id);
    this.#touch(id);
  }

  /** A book that matches has no auction. */
  #touch(id: number): void {
    const status = this.#known.get(id)?.condition.status;
    if (status !== undefined && hasAuction(status)) this.#touched.add(id);
  }

  #tell(id: number): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    for (const listener of this.#listeners) listener(known.condition);
  }

  #schedule(): void {
    const isBusy = this.#isReading || this.#timer !== null;
    if (this.#touched.size === 0 || isBusy || this.#isStopped) return;
    const { auctionMs, now } = this.#options;
    const waitMs = this.#lastReadMs + auctionMs - now();
    if (waitMs <= 0) void this.#read();
    else this.#timer = setTimeout(() => void this.#read(), Math.min(waitMs, auctionMs));
  }

  async #read(): Promise<void> {
    this.#timer = null;
    this.#isReading = true;
    this.#lastReadMs = this.#options.now();
    const due = [...this.#touched];
    this.#touched.clear();
    try {
      const { value } = await this.#options.port.read((state) =>
        due.map((id) => ({ id, auction: auctionOf(state, id) })),
      );
      for (const { id, auction } of value) this.#setAuction(id, auction);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      // The engine does not serve; what it releases next asks again.
      for (const id of due) this.#touched.add(id);
      return;
    } finally {
      this.#isReading = false;
    }
    this.#schedule();
  }

  #setAuction(id: number, auction: IndicativeAuction | null): void {
    const known = this.#known.get(id);
    if (known === undefined || this.#isStopped) return;
    const { condition } = known;
    // It may have been opened since the book was read.
    if (!hasAuction(condition.status) || isSame(condition.auction, auction)) return;
    known.condition = { ...condition, auction };
    this.#tell(id);
  }
}

function hasAuction(status: MarketStatus): boolean {
  return status !== 'open' && status !== 'post-only' && status !== 'delisted';
}

function auctionOf(state: EngineState, id: number): IndicativeAuction | null {
  const listed = state.market(id);
  const clearing = listed === null ? null : indicativeAuction(state, listed);
  if (clearing === null) return null;
  return { priceTicks: clearing.price, volumeLots: clearing.volume };
}

function isSame(one: IndicativeAuction | null, other: IndicativeAuction | null): boolean {
  return one?.priceTicks === other?.priceTicks && one?.volumeLots === other?.volumeLots;
}
