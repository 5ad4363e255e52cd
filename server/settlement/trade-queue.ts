import type { Command, Trade } from '#server/engine/index.ts';
import { SELL } from '#server/engine/index.ts';
import type { CommandEffects } from '#server/projection.ts';
import { type Keep, tradeOf, tradeText } from './kept-codec.ts';
import type { ApprovalTerm } from './signed-approvals.ts';
import type { MatchedTrade, SignedVersion, TradeSide } from './signed-version.ts';

/** A batch that was noted in the journal and may have been sent. */
export type Candidate = {
  readonly batch: number;
  readonly digest: string;
  readonly through: number;
  /** Ids of the trades that it holds, ascending. */
  readonly trades: readonly number[];
  /** When it was noted first, milliseconds since the epoch. */
  readonly timeMs: number;
  /** Grows from one note to the next. */
  readonly place: number;
};

/** A batch that the chain has finally, and the trades that were settled with it. */
export type SettledNow = {
  readonly batch: number;
  readonly firstTrade: number;
  readonly through: number;
  readonly trades: readonly number[];
};

/** Annulled trades whose end is still known; later they are taken for settled ones of old. */
const REMEMBERED_ANNULLED = 65_536;

type Progress = { readonly batch: number; readonly through: number };

/** What is known of a command besides its events. */
type Stamp = { readonly seq: number; readonly timeMs: number };

/**
 * Trades that are not in a settled batch, with what their sides had signed when they traded, and the
 * batches that were noted for them.
 */
export class TradeQueue {
  readonly #keep: Keep;
  /** Ascending by id: trades come in that order. */
  readonly #trades = new Map<number, MatchedTrade>();
  readonly #quarantined = new Set<number>();
  /** Trades that were undone, in that order; the oldest are forgotten. */
  readonly #annulled = new Set<number>();
  /** Of the next batch, by digest, in the order in which they were noted last. */
  readonly #candidates = new Map<string, Candidate>();
  #progress: Progress = { batch: 0, through: 0 };
  #revision = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /** Number of the last settled batch, and the last trade that it could hold. */
  get progress(): Progress {
    return this.#progress;
  }

  /** Grows when what is unsettled changes otherwise than by new trades. */
  get revision(): number {
    return this.#revision;
  }

  /** All that is unsettled, what is left out included. */
  get size(): number {
    return this.#trades.size;
  }

  get quarantined(): ReadonlySet<number> {
    return this.#quarantined;
  }

  /** Of the annulled trades that are remembered, the largest id; 0 = there is none. */
  get lastAnnulled(): number {
    let last = 0;
    for (const tradeId of this.#annulled) last = Math.max(last, tradeId);
    return last;
  }

  isAnnulled(tradeId: number): boolean {
    return this.#annulled.has(tradeId);
  }

  /** Unsettled trades, ascending by id, what is left out included. */
  all(): IterableIterator<MatchedTrade> {
    return this.#trades.values();
  }

  /** Trades that a batch may hold, ascending by id. */
  *pending(): Generator<MatchedTrade> {
    for (const trade of this.#trades.values()) {
      if (!this.#quarantined.has(trade.tradeId)) yield trade;
    }
  }

  /** How many trades a batch may hold. */
  get pendingCount(): number {
    return this.#trades.size - this.#quarantined.size;
  }

  /** Whether something is unsettled that an agent's orders were matched to while it had an approval. */
  restOn({ account, agent, from, before }: ApprovalTerm): boolean {
    for (const { seq, maker, taker } of this.#trades.values()) {
      if (seq < from || seq >= before) continue;
      const isTheirs = ({ version }: TradeSide) =>
        version?.account === account && version.agent === agent;
      if (isTheirs(maker) || isTheirs(taker)) return true;
    }
    return false;
  }

  /** Numbers of the commands that made unsettled trades, by account and agent that signed (`1:2`). */
  resting(): ReadonlyMap<string, readonly number[]> {
    const resting = new Map<string, number[]>();
    for (const { seq, maker, taker } of this.#trades.values()) {
      for (const { version } of [maker, taker]) {
        if (version === null || version.agent === 0) continue;
        const key = `${version.account}:${version.agent}`;
        const seqs = resting.get(key);
        if (seqs === undefined) resting.set(key, [seq]);
        else if (seqs.at(-1) !== seq) seqs.push(seq);
      }
    }
    return resting;
  }

  /** Whether an account has a trade that is left out: it may lack what that would have brought. */
  hasQuarantined(account: number): boolean {
    return [...this.#quarantined].some((tradeId) => {
      const trade = this.#trades.get(tradeId);
      return trade?.maker.account === account || trade?.taker.account === account;
    });
  }

  trade(tradeId: number): MatchedTrade | null {
    return this.#trades.get(tradeId) ?? null;
  }

  /** A noted candidate of the next batch. */
  candidate(digest: string): Candidate | null {
    return this.#candidates.get(digest) ?? null;
  }

  /** The one that was noted last; `null` when none was for the next batch. */
  get lastCandidate(): Candidate | null {
    return [...this.#candidates.values()].at(-1) ?? null;
  }

  /** Takes in the trades of a command, each with what its sides have signed at that moment. */
  takeTrades(
    { events, seq, timeMs }: CommandEffects,
    versionOf: (orderId: number) => SignedVersion | null,
  ): void {
    let auction = false;
    for (const event of events) {
      if (event.kind === 'uncrossed') auction = true;
      // What follows an auction within its command begins with one of these.
      else if (event.kind === 'triggered' || event.kind === 'activated') auction = false;
      if (event.kind !== 'trade') continue;
      const trade = matchedTrade(event, { seq, timeMs, auction, versionOf });
      this.#trades.set(trade.tradeId, trade);
      this.#keepTrade(trade);
    }
  }

  /** Takes in what became of trades and batches. @returns The batch that is settled now, if one is. */
  take({ events, timeMs }: CommandEffects, command: Command | null): SettledNow | null {
    let settled: SettledNow | null = null;
    for (const event of events) {
      if (event.kind === 'trade-quarantined') {
        if (this.#trades.has(event.tradeId)) this.#quarantined.add(event.tradeId);
        this.#keepAgain(event.tradeId);
      } else if (event.kind === 'trade-reassigned') {
        this.#reassign(event);
      } else if (event.kind === 'trade-annulled') {
        this.#annul(event.tradeId);
      } else if (event.kind === 'batch-submitted') {
        const digest = command?.kind === 'submit-batch' ? command.digest : '';
        this.#note({ ...event, digest, timeMs });
      } else if (event.kind === 'batch-settled') {
        settled = this.#settle(event);
      }
    }
    return settled;
  }

  /** Puts a trade back that was kept. They come in any order; `restored` ends it. */
  restoreTrade(text: string): void {
    const { trade, quarantined } = tradeOf(text);
    this.#trades.set(trade.tradeId, trade);
    if (quarantined) this.#quarantined.add(trade.tradeId);
  }

  restoreAnnulled(tradeId: number): void {
    this.#annulled.add(tradeId);
  }

  restoreCandidate(text: string): void {
    const candidate = JSON.parse(text) as Candidate;
    this.#candidates.set(candidate.digest, candidate);
  }

  restoreProgress(text: string): void {
    this.#progress = JSON.parse(text) as Progress;
  }

  /** Everything that was kept is back. */
  restored(): void {
    const trades = [...this.#trades.values()].sort((a, b) => a.tradeId - b.tradeId);
    this.#trades.clear();
    for (const trade of trades) this.#trades.set(trade.tradeId, trade);
    const candidates = [...this.#candidates.values()].sort((a, b) => a.place - b.place);
    this.#candidates.clear();
    for (const candidate of candidates) this.#candidates.set(candidate.digest, candidate);
  }

  #note({
    batch,
    through,
    digest,
    timeMs,
  }: Pick<Candidate, 'batch' | 'through' | 'digest' | 'timeMs'>): void {
    const known = this.#candidates.get(digest);
    const candidate: Candidate = {
      batch,
      through,
      digest,
      trades: known?.trades ?? this.#idsThrough(through),
      timeMs: known?.timeMs ?? timeMs,
      place: (this.lastCandidate?.place ?? 0) + 1,
    };
    // Back in at the end: the order is that of the last notes.
    this.#candidates.delete(digest);
    this.#candidates.set(digest, candidate);
    this.#keep('candidate', digest, JSON.stringify(candidate));
  }

  /** The candidate that was noted last is the one that the chain has. */
  #settle({ batch, through }: Progress): SettledNow {
    const { lastCandidate } = this;
    const isNoted = lastCandidate?.through === through;
    const trades = isNoted ? lastCandidate.trades : this.#idsThrough(through);
    for (const tradeId of trades) {
      this.#trades.delete(tradeId);
      this.#quarantined.delete(tradeId);
      this.#keep('trade', tradeId, null);
    }
    for (const digest of this.#candidates.keys()) this.#keep('candidate', digest, null);
    this.#candidates.clear();
    this.#revision += 1;
    const firstTrade = this.#progress.through + 1;
    this.#progress = { batch, through };
    this.#keep('progress', 'settled', JSON.stringify(this.#progress));
    return { batch, firstTrade, through, trades };
  }

  #annul(tradeId: number): void {
    this.#trades.delete(tradeId);
    this.#quarantined.delete(tradeId);
    this.#keep('trade', tradeId, null);
    this.#annulled.add(tradeId);
    this.#keep('annulled', tradeId, '1');
    this.#revision += 1;
    const [oldest] = this.#annulled;
    if (this.#annulled.size <= REMEMBERED_ANNULLED || oldest === undefined) return;
    this.#annulled.delete(oldest);
    this.#keep('annulled', oldest, null);
  }

  #idsThrough(through: number): readonly number[] {
    const ids: number[] = [];
    for (const { tradeId } of this.pending()) {
      if (tradeId > through) break;
      ids.push(tradeId);
    }
    return ids;
  }

  #reassign({
    tradeId,
    from,
    to,
  }: {
    readonly tradeId: number;
    readonly from: number;
    readonly to: number;
  }): void {
    this.#quarantined.delete(tradeId);
    const trade = this.#trades.get(tradeId);
    if (trade === undefined) return;
    const side = { account: to, version: null };
    const changed =
      trade.maker.account === from ? { ...trade, maker: side } : { ...trade, taker: side };
    this.#trades.set(tradeId, changed);
    this.#revision += 1;
    this.#keepAgain(tradeId);
  }

  #keepAgain(tradeId: number): void {
    const trade = this.#trades.get(tradeId);
    if (trade !== undefined) this.#keepTrade(trade);
  }

  #keepTrade(trade: MatchedTrade): void {
    const { tradeId } = trade;
    this.#keep('trade', tradeId, tradeText(trade, this.#quarantined.has(tradeId)));
  }
}

function matchedTrade(
  event: Trade,
  {
    seq,
    timeMs,
    auction,
    versionOf,
  }: Stamp & {
    readonly auction: boolean;
    readonly versionOf: (orderId: number) => SignedVersion | null;
  },
): MatchedTrade {
  return {
    tradeId: event.tradeId,
    seq,
    timeMs,
    market: event.market,
    takerSells: event.takerSide === SELL,
    maker: { account: event.makerAccount, version: versionOf(event.makerOrderId) },
    taker: { account: event.takerAccount, version: versionOf(event.takerOrderId) },
    price: event.price,
    lots: event.quantity,
    auction,
  };
}
