import {
  ASSETS,
  BUY,
  bestLevels,
  bookDepth,
  type Command,
  type DepthLevel,
  type EngineEvent,
  type EngineState,
  EngineView,
  groupedDepth,
  type MarketView,
  NO_TRIGGER,
  type OrderView,
  openOrdersOf,
  type QueuePosition,
  queuePosition,
  SELL,
  type Side,
} from '#server/engine/index.ts';
import { DecimalTexts } from './decimal-texts.ts';
import type { ReplayOptions } from './replay-options.ts';
import { type ChainLink, stateHash, type TornTail } from './replayed-exchange.ts';

/** An integer as the engine has it, and its decimal text where the unit is known. */
export type Figure = { readonly units: number; readonly text: string | null };

export type AssetFigure = Figure & { readonly asset: number; readonly symbol: string | null };

export type BalanceReport = {
  readonly asset: number;
  readonly symbol: string | null;
  readonly available: Figure;
  readonly locked: Figure;
};

export type AccountReport = {
  readonly account: number;
  /** Empty for the fee account. */
  readonly address: string;
  /** Milliseconds since the epoch; 0 = the dead-man switch is not armed. */
  readonly deadline: number;
  /** Assets of which there is something. */
  readonly balances: readonly BalanceReport[];
};

export type LevelReport = {
  readonly price: Figure;
  readonly lots: Figure;
  readonly orders: number;
};

export type MarketReport = {
  readonly market: number;
  readonly symbol: string | null;
  /** The number of the state (docs/matching.md). */
  readonly state: number;
  readonly last: Figure;
  readonly mark: Figure;
  readonly index: Figure;
  readonly bid: LevelReport | null;
  readonly ask: LevelReport | null;
  /** Orders that wait for a trigger. */
  readonly waiting: number;
  readonly bids: readonly LevelReport[];
  readonly asks: readonly LevelReport[];
};

export type OrderReport = OrderView & {
  /** `null` while it waits for its trigger. */
  readonly queue: QueuePosition | null;
};

/** A record and what it did. */
export type ExecutedRecord = { readonly command: Command; readonly events: readonly EngineEvent[] };

export type SnapshotReport = {
  readonly file: string;
  readonly seq: number;
  readonly fits: boolean;
  /** State hashes of the snapshot and of the replay at its record. */
  readonly stateHash: string;
  readonly replayedHash: string;
  readonly chainFits: boolean;
  /** What differs, in words. */
  readonly differences: readonly string[];
};

export type JournalReport = {
  readonly folder: string;
  readonly network: string;
  readonly firstSeq: number;
  /** The records that were read and verified; none when `verifiedTo` is less. */
  readonly verifiedFrom: number;
  readonly verifiedTo: number;
  /** `null` when there is none, or the end was not reached. */
  readonly tornTail: TornTail | null;
};

export type ReplayReport = {
  readonly journal: JournalReport;
  /** The snapshot that it began with; `null` = with record 1. */
  readonly base: { readonly file: string; readonly seq: number } | null;
  readonly seq: number;
  /** Of the last command, milliseconds since the epoch; 0 before the first. */
  readonly time: number;
  readonly stateHash: string;
  readonly chain: ChainLink | null;
  readonly tradeCount: number;
  readonly accountCount: number;
  readonly openOrders: number;
  readonly snapshot: SnapshotReport | null;
  readonly events: readonly ExecutedRecord[];
  readonly custody: readonly AssetFigure[];
  readonly accounts: readonly AccountReport[];
  /** Open orders of the account that was asked for; `null` when none was. */
  readonly orders: readonly OrderReport[] | null;
  readonly markets: readonly MarketReport[];
  readonly texts: DecimalTexts;
};

/** What the replay itself knows, beside the state. */
export type ReplayFacts = Pick<ReplayReport, 'journal' | 'base' | 'chain' | 'snapshot' | 'events'>;

/** The exchange as it is in a state. */
export function replayReport(
  state: EngineState,
  facts: ReplayFacts,
  options: Pick<ReplayOptions, 'account' | 'depth' | 'group'>,
): ReplayReport {
  const view = new EngineView(state);
  const markets = view.markets();
  const texts = new DecimalTexts(markets.map(({ parameters }) => parameters));
  const accounts = options.account === null ? everyAccount(view) : [options.account];
  return {
    ...facts,
    seq: state.seq,
    time: state.time,
    stateHash: stateHash(state),
    tradeCount: state.tradeCount,
    accountCount: state.accounts.count,
    openOrders: state.pool.live,
    custody: assetNumbers()
      .map((asset) => assetFigure(texts, asset, view.custody(asset)))
      .filter(({ units }) => units > 0),
    accounts: accounts
      .map((account) => accountReport(view, texts, account))
      .filter(({ balances }) => options.account !== null || balances.length > 0),
    orders: options.account === null ? null : orderReports(state, options.account),
    markets: markets.map((market) => marketReport(state, market, { texts, ...options })),
    texts,
  };
}

function everyAccount(view: EngineView): readonly number[] {
  return Array.from({ length: view.accountCount }, (_, account) => account);
}

function assetNumbers(): readonly number[] {
  return Array.from({ length: ASSETS }, (_, asset) => asset);
}

function assetFigure(texts: DecimalTexts, asset: number, quanta: number): AssetFigure {
  const symbol = texts.assetSymbol(asset);
  return { asset, symbol, units: quanta, text: texts.amount(asset, quanta) };
}

function accountReport(view: EngineView, texts: DecimalTexts, account: number): AccountReport {
  const amount = (asset: number, quanta: number): Figure => ({
    units: quanta,
    text: texts.amount(asset, quanta),
  });
  const balances = assetNumbers()
    .map((asset) => ({
      asset,
      symbol: texts.assetSymbol(asset),
      available: amount(asset, view.available(account, asset)),
      locked: amount(asset, view.locked(account, asset)),
    }))
    .filter(({ available, locked }) => available.units > 0 || locked.units > 0);
  const deadline = view.deadline(account);
  return { account, address: view.address(account), deadline, balances };
}

function orderReports(state: EngineState, account: number): readonly OrderReport[] {
  return openOrdersOf(state, account).map((order) => {
    const rests = order.trigger === NO_TRIGGER;
    const queue = rests ? queuePosition(state.pool, state.ids.find(order.orderId)) : null;
    return { ...order, queue };
  });
}

type BookOptions = Pick<ReplayOptions, 'depth' | 'group'> & { readonly texts: DecimalTexts };

function marketReport(state: EngineState, view: MarketView, options: BookOptions): MarketReport {
  const { texts } = options;
  const { market } = view.parameters;
  const { book, waiting } = state.listed(market);
  const price = (ticks: number): Figure => ({ units: ticks, text: texts.price(market, ticks) });
  const level = ({ price: ticks, lots, orders }: DepthLevel): LevelReport => ({
    price: price(ticks),
    lots: { units: lots, text: texts.size(market, lots) },
    orders,
  });
  const side = (which: Side) => levelsOf(book, which, options).map(level);
  const best = bestLevels(book);
  return {
    market,
    symbol: texts.symbol(market),
    state: view.state,
    last: price(view.last),
    mark: price(view.mark),
    index: price(view.index),
    bid: best.bid === null ? null : level(best.bid),
    ask: best.ask === null ? null : level(best.ask),
    waiting,
    bids: side(BUY),
    asks: side(SELL),
  };
}

function levelsOf(
  book: ReturnType<EngineState['listed']>['book'],
  side: Side,
  { depth: count, group: step }: BookOptions,
): readonly DepthLevel[] {
  if (step === null) return bookDepth(book.side(side), count);
  return groupedDepth({ book, side, step, count });
}
