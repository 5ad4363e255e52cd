import { markets } from '#lib/domain/market.ts';
import { OPEN, POST_ONLY } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { rejectionOf } from './rejection-of.ts';
import type { TradeQueue } from './trade-queue.ts';

export type LagGuardOptions = {
  readonly port: Pick<ExchangePort, 'execute' | 'read'>;
  readonly trades: Pick<TradeQueue, 'pending'>;
  /** So old the oldest unsettled trade may become. */
  readonly mostMs: number;
  /** Whether the chain answers, and all of it is taken in but its newest blocks. */
  readonly isSeeing: () => boolean;
  /** So long it may be before that is so again: what owners do on chain binds a minute later. */
  readonly mostBlindMs: number;
  readonly now: () => number;
  readonly onChange: (change: MarketChange) => void;
};

/** A market that takes all orders again, or those only that rest, and why. */
type MarketChange = {
  readonly market: number;
  readonly isOpen: boolean;
  readonly isBlind: boolean;
};

/** Settlement has caught up when nothing is older than this part of the limit. */
const CAUGHT_UP = 0.5;

/**
 * Takes orders that only rest while settlement is behind or the chain cannot be seen, so that nothing
 * new is matched, and all orders when that is over. Nobody else makes markets post-only, so it also
 * opens them again that were left so at the end of the process.
 */
export class LagGuard {
  readonly #options: LagGuardOptions;
  /** When the chain was seen last, ms since the epoch. */
  #seenMs: number;

  constructor(options: LagGuardOptions) {
    this.#options = options;
    this.#seenMs = options.now();
  }

  /** Age of the oldest trade that waits to be settled, milliseconds; `null` without one. */
  get oldestMs(): number | null {
    const { trades, now } = this.#options;
    for (const { timeMs } of trades.pending()) return Math.max(0, now() - timeMs);
    return null;
  }

  async check(): Promise<void> {
    const { mostMs, isSeeing, now } = this.#options;
    const age = this.oldestMs ?? 0;
    if (isSeeing()) this.#seenMs = now();
    if (age > mostMs || this.#isBlind) await this.#change(OPEN, POST_ONLY);
    else if (age <= mostMs * CAUGHT_UP) await this.#change(POST_ONLY, OPEN);
  }

  get #isBlind(): boolean {
    const { mostBlindMs, now } = this.#options;
    return now() - this.#seenMs > mostBlindMs;
  }

  async #change(from: typeof OPEN | typeof POST_ONLY, to: typeof OPEN | typeof POST_ONLY) {
    const { port, onChange } = this.#options;
    const { value } = await port.read((state) =>
      markets.filter(({ id }) => state.market(id)?.state === from).map(({ id }) => id),
    );
    for (const market of value) {
      const outcome = await port.execute({ kind: 'set-market-state', market, state: to });
      if (rejectionOf(outcome) === null)
        onChange({ market, isOpen: to === OPEN, isBlind: this.#isBlind });
    }
  }
}
