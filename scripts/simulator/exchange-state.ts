import type {
  EngineEvent,
  FreezeReason,
  MarketParameters,
  MarketState,
  OrderView,
  Side,
} from '#server/engine/index.ts';
import { ASSETS, BUY, OPEN, POST_ONLY, SELL, SOURCES } from '#server/engine/index.ts';

type Mutable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/**
 * Where an open order is: being matched, in the book, waiting for its trigger, or triggered and
 * queued. `gone` once it is no longer open.
 */
export type Stage = 'taking' | 'resting' | 'waiting' | 'queued' | 'gone';

/** An open order. While it is being matched its whole rest counts as visible. */
export type Order = Mutable<OrderView> & {
  stage: Stage;
  /** Time priority: smaller waited longer. */
  arrival: number;
};

export type Market = {
  readonly parameters: MarketParameters;
  state: MarketState;
  last: number;
  mark: number;
  index: number;
};

export type DoneClientId = {
  readonly clientOrderId: number;
  readonly orderId: number;
  readonly digest: number;
};

export type Account = {
  readonly address: string;
  /** Of every asset, available and locked together. */
  readonly balances: bigint[];
  deadline: number;
  /** The oldest first. */
  readonly doneClientIds: DoneClientId[];
  epoch: number;
  oneShotNonce: number;
  approvalNonce: number;
  /** Number of the agent that was approved last. */
  lastAgent: number;
  /** Ascending by number. */
  agents: readonly SignerAgent[];
  /** How many there ever were. */
  rangesReserved: number;
  /** Those that are open, the oldest first. */
  nonceRanges: readonly NonceSet[];
  /** Why it may have no orders. */
  readonly frozen: Set<FreezeReason>;
  withdrawalNonce: number;
  /** On their way, ascending by nonce. */
  withdrawals: readonly PendingWithdrawal[];
};

export type PendingWithdrawal = {
  readonly nonce: number;
  readonly asset: number;
  readonly amount: number;
};

export type SignerAgent = {
  readonly number: number;
  readonly address: string;
  /** Of its approval. */
  readonly nonce: number;
  /** Seconds since the epoch. */
  readonly expiry: number;
  readonly marketsLow: number;
  readonly marketsHigh: number;
  readonly maxNotional: number;
};

/** What somebody did on chain, with or without an account. */
export type Owner = {
  readonly address: string;
  /** Only of those without an account. */
  epoch: number;
  skipped: number;
  /** Nonces that were canceled too early, in any order. */
  readonly voids: Set<number>;
  keyFloor: number;
  /** By address of the key: a nonce, and whether it is the end. */
  readonly keys: Map<string, { readonly nonce: number; readonly ended: boolean }>;
};

/** Sixty-four nonces of one signer, and which of them are left. */
export type NonceSet = {
  readonly first: number;
  readonly agent: number;
  readonly free: Set<number>;
};

/** What is still to be done after the command itself: a triggered order, or the legs of a parent. */
export type FollowUp =
  | { readonly kind: 'triggered'; readonly order: Order }
  | { readonly kind: 'activation'; readonly parent: Order };

/**
 * The whole exchange in plain objects. Nothing is kept twice: locks, books and remembered ids of open
 * orders are worked out from the orders whenever they are needed.
 */
export type Exchange = {
  /** Accounts that there may be, the fee account included. */
  readonly maxAccounts: number;
  seq: number;
  time: number;
  tradeCount: number;
  arrivals: number;
  readonly accounts: Account[];
  readonly owners: Map<string, Owner>;
  readonly custody: bigint[];
  readonly sourceSeqs: number[];
  /** Of the last settled batch. */
  batch: number;
  settledThrough: number;
  /** Ascending. */
  quarantined: readonly number[];
  /** Whose the sides of trades are that were taken over and are in no batch. */
  takenOver: readonly { readonly tradeId: number; readonly account: number }[];
  /** Behind the last settled trade. */
  readonly annulled: Set<number>;
  /** Ascending by id. */
  readonly markets: Market[];
  /** All open orders, whatever their stage. */
  orders: Order[];
  followUps: FollowUp[];
  events: EngineEvent[];
};

/** An exchange with nothing but the fee account. */
export function createExchange(maxAccounts: number): Exchange {
  return {
    maxAccounts,
    seq: 0,
    time: 0,
    tradeCount: 0,
    arrivals: 0,
    accounts: [createAccount('')],
    owners: new Map(),
    custody: Array.from({ length: ASSETS }, () => 0n),
    sourceSeqs: Array.from({ length: SOURCES }, () => -1),
    batch: 0,
    settledThrough: 0,
    quarantined: [],
    takenOver: [],
    annulled: new Set(),
    markets: [],
    orders: [],
    followUps: [],
    events: [],
  };
}

export function createAccount(address: string): Account {
  return {
    address,
    balances: Array.from({ length: ASSETS }, () => 0n),
    deadline: 0,
    doneClientIds: [],
    epoch: 0,
    oneShotNonce: 0,
    approvalNonce: 0,
    lastAgent: 0,
    agents: [],
    rangesReserved: 0,
    nonceRanges: [],
    frozen: new Set(),
    withdrawalNonce: 0,
    withdrawals: [],
  };
}

/** What an address did on chain; remembered from now on. */
export function ownerOf(exchange: Exchange, address: string): Owner {
  const known = exchange.owners.get(address);
  if (known !== undefined) return known;
  const owner = { address, epoch: 0, skipped: 0, voids: new Set<number>(), keyFloor: 0 };
  const created: Owner = { ...owner, keys: new Map() };
  exchange.owners.set(address, created);
  return created;
}

export function marketOf(exchange: Exchange, market: number): Market {
  const found = exchange.markets.find((listed) => listed.parameters.market === market);
  if (found === undefined) throw new Error(`There is no market ${market}.`);
  return found;
}

export function accountOf(exchange: Exchange, account: number): Account {
  const found = exchange.accounts[account];
  if (found === undefined) throw new Error(`There is no account ${account}.`);
  return found;
}

/** An open order that must exist. */
function orderOf(exchange: Exchange, orderId: number): Order {
  const found = exchange.orders.find((order) => order.orderId === orderId);
  if (found === undefined) throw new Error(`There is no open order ${orderId}.`);
  return found;
}

export function siblingOf(exchange: Exchange, order: Order): Order | null {
  return order.siblingId === 0 ? null : orderOf(exchange, order.siblingId);
}

/** Lots that are not filled. */
export function restOf(order: Order): number {
  return order.visible + order.hidden;
}

export function oppositeOf(side: Side): Side {
  return side === BUY ? SELL : BUY;
}

/** Whether triggers, follow-ups and matching happen. */
export function isMatching(market: Market): boolean {
  return market.state === OPEN || market.state === POST_ONLY;
}

type BookSide = { readonly market: number; readonly side: Side };

/** Resting orders of one side, the one that is met first in front. */
export function bookSide(exchange: Exchange, of: BookSide): Order[] {
  const { market, side } = of;
  const resting = exchange.orders.filter(
    (order) => order.stage === 'resting' && order.market === market && order.side === side,
  );
  return resting.sort((a, b) => (isMetBefore(a, b) ? -1 : 1));
}

/** The resting order of a side that is met first; the same as the front of `bookSide`. */
export function bestOrder(exchange: Exchange, of: BookSide): Order | null {
  let best: Order | null = null;
  for (const order of exchange.orders) {
    if (order.stage !== 'resting' || order.market !== of.market || order.side !== of.side) continue;
    if (best === null || isMetBefore(order, best)) best = order;
  }
  return best;
}

function isMetBefore(order: Order, other: Order): boolean {
  if (order.price === other.price) return order.arrival < other.arrival;
  return order.side === BUY ? order.price > other.price : order.price < other.price;
}

/** Price of the best resting order of a side; 0 = none. */
export function bestPrice(exchange: Exchange, of: BookSide): number {
  return bestOrder(exchange, of)?.price ?? 0;
}

/** Whether an order of this side and price would meet one that rests at `restingPrice`. */
export function crosses(side: Side, price: number, restingPrice: number): boolean {
  return side === BUY ? price >= restingPrice : price <= restingPrice;
}

/** The account's open orders, ascending by id; `market` 0 = all. */
export function openOrders(exchange: Exchange, account: number, market: number): Order[] {
  return exchange.orders
    .filter((order) => order.account === account && (market === 0 || order.market === market))
    .sort((a, b) => a.orderId - b.orderId);
}

/** A place behind everything that arrived so far. */
export function nextArrival(exchange: Exchange): number {
  exchange.arrivals += 1;
  return exchange.arrivals;
}
