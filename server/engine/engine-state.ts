import type { Quanta, Ticks } from '#lib/domain/quanta.ts';
import { AccountOrders } from './account-orders.ts';
import { Accounts } from './accounts.ts';
import { Agents } from './agents.ts';
import { ClientIds } from './client-ids.ts';
import { DeadlineHeap } from './deadline-heap.ts';
import { EventBuffer } from './event-buffer.ts';
import { FollowUps } from './follow-up-queue.ts';
import { invariant } from './invariant.ts';
import { Ledger } from './ledger.ts';
import type { ListedMarket } from './listed-market.ts';
import { Nonces } from './nonces.ts';
import { OrderDetails } from './order-details.ts';
import { OrderIds } from './order-ids.ts';
import { OrderPool } from './order-pool.ts';
import { TermsDraft } from './order-terms.ts';
import { OwnerFacts } from './owner-facts.ts';
import { Settlement } from './settlement.ts';
import { SOURCES } from './state-view.ts';
import { Withdrawals } from './withdrawals.ts';

/** Client order ids of orders that are done which an account can still not use again. */
const REMEMBERED_CLIENT_IDS = 1_000;
/** Client order ids for which there is room at first. */
const CLIENT_ID_CAPACITY = 1_024;

/** Markets are numbered 1 … 63. */
export const MARKETS = 64;

/** Everything that commands change. Only `execute` and what it calls write to it. */
export class EngineState {
  readonly pool: OrderPool;
  readonly ids: OrderIds;
  readonly accountOrders: AccountOrders;
  readonly details = new OrderDetails();
  readonly accounts = new Accounts();
  readonly agents = new Agents();
  readonly nonces = new Nonces();
  /** What owners narrowed on chain, with or without an account. */
  readonly facts = new OwnerFacts();
  readonly ledger = new Ledger();
  readonly withdrawals = new Withdrawals();
  readonly settlement = new Settlement();
  readonly clients: ClientIds;
  /** Orders that expire, by slot. */
  readonly expiries = new DeadlineHeap();
  /** Armed dead-man switches, by account. */
  readonly deadlines = new DeadlineHeap();
  readonly followUps = new FollowUps();
  /** Order ids of legs that wait for their parent. */
  readonly parkedIds = new Set<number>();
  /** Number of the last deposit of each source; −1 before the first. */
  readonly sourceSeqs = new Float64Array(SOURCES).fill(-1);
  /**
   * No order, open or waiting for its parent, has a larger id. Ids mostly grow, so that most are seen
   * to be new without looking into memory far away. It follows from the state and is not hashed.
   */
  largestOrderId = 0;
  tradeCount = 0;
  /** Of the last command. Not part of what is hashed. */
  seq = 0;
  time = 0;
  /** Of the order that is being checked: its own, or the protection or slid price it comes to; ticks. */
  price: Ticks = 0;
  /** What that order will lock, quanta of the asset that it pays with. */
  lock: Quanta = 0;
  /** Terms of a leg or of a modified order while they are checked, and those of a pair's stop leg. */
  readonly draft = new TermsDraft();
  readonly stopDraft = new TermsDraft();
  /** What commands did, until their reader clears it. */
  readonly events: EventBuffer;
  readonly #markets: (ListedMarket | null)[] = new Array(MARKETS).fill(null);

  constructor({
    capacity = 1_024,
    events = new EventBuffer(),
    hashSeed = 0,
  }: {
    /** Orders for which there is room before memory grows. */
    readonly capacity?: number;
    readonly events?: EventBuffer;
    /** Secret of this process, 32 bits: where hash tables put what clients name. It changes no result. */
    readonly hashSeed?: number;
  } = {}) {
    this.events = events;
    this.clients = new ClientIds(REMEMBERED_CLIENT_IDS, CLIENT_ID_CAPACITY, hashSeed);
    this.pool = new OrderPool(capacity);
    this.ids = new OrderIds(this.pool);
    this.accountOrders = new AccountOrders(this.pool);
  }

  /** `null` for a market that is not listed. */
  market(market: number): ListedMarket | null {
    return this.#markets[market] ?? null;
  }

  /** The market of an order, which therefore is listed. */
  listed(market: number): ListedMarket {
    const listed = this.#markets[market] ?? null;
    invariant(listed !== null, 'an order is in a market that is not listed');
    return listed;
  }

  list(market: ListedMarket): void {
    this.#markets[market.parameters.market] = market;
  }

  /** Ascending by id. */
  listedMarkets(): readonly ListedMarket[] {
    return this.#markets.filter((market) => market !== null);
  }
}
