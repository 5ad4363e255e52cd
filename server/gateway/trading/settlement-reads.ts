import type { Fill } from '#lib/domain/fill.ts';
import { markets } from '#lib/domain/market.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import type { Settlement } from '#lib/domain/settlement.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { SettlementView } from '#server/settlement/index.ts';
import type { HistoryPort } from '../history-port.ts';

/** A batch and what is in it. */
export type SettlementContent = {
  readonly settlement: Settlement;
  /** Ascending. */
  readonly trades: readonly PublicTrade[];
  /** Orders of these trades, each once, ascending. */
  readonly orderIds: readonly number[];
};

/** What of settlement is asked for over the wire. */
export type SettlementReads = {
  /** @throws ProtocolError `gateway/not-available` where nothing settles. */
  view(): SettlementView;
  /** Fills with how far they are. */
  placed(fills: readonly Fill[]): readonly Fill[];
  /** @throws ProtocolError `settlement/unknown`, `gateway/not-available`. */
  content(batch: number): Promise<SettlementContent>;
};

/** Rows that are asked for at a time. */
const PAGE = 500;

/** Reads of settlement, and of the trades that it is about. */
export function createSettlementReads(
  settlement: SettlementView | null,
  history: Pick<HistoryPort, 'trades'>,
): SettlementReads {
  const view = () => {
    if (settlement !== null) return settlement;
    const detail = 'Nothing is settled here.';
    throw new ProtocolError('gateway/not-available', { detail });
  };
  return {
    view,
    placed: (fills) =>
      settlement === null
        ? fills
        : fills.map((fill) => ({ ...fill, settlement: settlement.tradeSettlement(fill.tradeId) })),
    async content(batch) {
      const found = await view().settlement(batch);
      if (found === null) throw new ProtocolError('settlement/unknown', { facts: { batch } });
      const all = await Promise.all(
        markets.map(async ({ id }) => await tradesOf(history, { market: id, settlement: found })),
      );
      const trades = all
        .flat()
        .filter(({ tradeId }) => isIn(view(), { tradeId, batch }))
        .sort((one, other) => one.tradeId - other.tradeId);
      const orders = new Set(trades.flatMap((trade) => [trade.buyOrderId, trade.sellOrderId]));
      const orderIds = [...orders].sort((one, other) => one - other);
      return { settlement: found, trades, orderIds };
    },
  };
}

/** Trades of one market within a batch's numbers, the newest first. */
async function tradesOf(
  history: Pick<HistoryPort, 'trades'>,
  { market, settlement }: { readonly market: number; readonly settlement: Settlement },
): Promise<readonly PublicTrade[]> {
  const { firstTrade, lastTrade } = settlement;
  const found: PublicTrade[] = [];
  let before = lastTrade + 1;
  while (before > firstTrade) {
    const page = await history.trades({ market, before, limit: PAGE });
    found.push(...page.filter(({ tradeId }) => tradeId >= firstTrade));
    before = page.length < PAGE ? 0 : (page.at(-1)?.tradeId ?? 0);
  }
  return found;
}

/** Some trades between others are left out, or came later; of old ones it is not known any more. */
function isIn(
  view: SettlementView,
  { tradeId, batch }: { readonly tradeId: number; readonly batch: number },
): boolean {
  const { stage, batch: own } = view.tradeSettlement(tradeId);
  if (stage !== 'settling' && stage !== 'settled') return false;
  return own === null || own === batch;
}
