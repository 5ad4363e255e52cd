import { findMarketById } from '#lib/domain/market.ts';
import type { MatchedTrade } from './signed-version.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

/**
 * Withdrawals that the contract can pay after the trades of a batch: what their accounts traded before
 * they asked is settled then, so that what the engine debited is there. By account they come in the
 * order of their nonces; one that has to wait holds up those after it.
 */
export function dueWithdrawals({
  withdrawals,
  unsettled,
  isInBatch,
  quarantined,
  held,
}: {
  /** In the order in which they were asked for. */
  readonly withdrawals: Iterable<OpenWithdrawal>;
  /** Trades that are in no settled batch, ascending by id, what is left out included. */
  readonly unsettled: Iterable<MatchedTrade>;
  readonly isInBatch: (tradeId: number) => boolean;
  readonly quarantined: ReadonlySet<number>;
  /** Withdrawals that are not to be tried now. */
  readonly held: (withdrawal: OpenWithdrawal) => boolean;
}): readonly OpenWithdrawal[] {
  /** Number of the command of the first trade that is missing, by account. */
  const waits = new Map<number, number>();
  const lacks = new Map<string, number>();
  for (const trade of unsettled) {
    const { tradeId, seq, maker, taker } = trade;
    if (isInBatch(tradeId)) continue;
    for (const { account } of [maker, taker]) {
      if (!quarantined.has(tradeId)) waits.set(account, Math.min(waits.get(account) ?? seq, seq));
      else lacks.set(`${account}:${receivedAsset(trade, account)}`, seq);
    }
  }
  const stopped = new Set<number>();
  const due: OpenWithdrawal[] = [];
  for (const withdrawal of withdrawals) {
    const { account, asset, seq } = withdrawal;
    if (stopped.has(account)) continue;
    const isEarly = (waits.get(account) ?? Number.POSITIVE_INFINITY) < seq;
    if (isEarly || lacks.has(`${account}:${asset}`) || held(withdrawal)) stopped.add(account);
    else due.push(withdrawal);
  }
  return due;
}

/** Number in the ledger of the asset that an account received in a trade. */
function receivedAsset({ market, takerSells, taker }: MatchedTrade, account: number): number {
  const found = findMarketById(market);
  const sells = takerSells === (taker.account === account);
  return (sells ? found?.quoteAsset : found?.baseAsset) ?? -1;
}
