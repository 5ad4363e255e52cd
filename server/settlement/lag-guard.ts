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
  readonly now: () => number;
  readonly onChange: (change: { readonly market: number; readonly isOpen: boolean }) => void;
};

/** Settlement has caught up when nothing is older than this part of the limit. */
const CAUGHT_UP = 0.5;

/**
 * Takes orders that only rest while settlement is behind, so that nothing new is matched, and all
 * orders when it has caught up. Nobody else makes markets post-only, so it also opens them again that
 * were left so at the end of the process.
 */
export class LagGuard {
  readonly #options: LagGuardOptions;

  constructor(options: LagGuardOptions) {
    this.#options = options;
  }

  /** Age of the oldest trade that waits to be settled, milliseconds; `null` without one. */
  get oldestMs(): number | null {
    const { trades, now } = this.#options;
    for (const { timeMs } of trades.pending()) return Math.max(0, now() - timeMs);
    return null;
  }

  async check(): Promise<void> {
    const { mostMs } = this.#options;
    const age = this.oldestMs ?? 0;
    if (age > mostMs) await this.#change(OPEN, POST_ONLY);
    else if (age <= mostMs * CAUGHT_UP) await this.#change(POST_ONLY, OPEN);
  }

  async #change(from: typeof OPEN | typeof POST_ONLY, to: typeof OPEN | typeof POST_ONLY) {
    const { port, onChange } = this.#options;
    const { value } = await port.read((state) =>
      markets.filter(({ id }) => state.market(id)?.state === from).map(({ id }) => id),
    );
    for (const market of value) {
      const outcome = await port.execute({ kind: 'set-market-state', market, state: to });
      if (rejectionOf(outcome) === null) onChange({ market, isOpen: to === OPEN });
    }
  }
}
