import type { AnnulledTrade } from './annulled-trade.ts';
import type { AnnulTrades } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { RejectCode } from './reject-code.ts';
import { isAmount, isAsset } from './settle-batch.ts';
import { MOST_SET_APART } from './settlement.ts';

/** Trades of one command: as many as a record of the journal has room for. */
export const MOST_ANNULLED = 56;

/** Who is paid the fees. */
const FEES = 0;

/** One balance, and how it changes; sums on the way may exceed 2^53. */
type Change = { readonly account: number; readonly asset: number; by: bigint };

/**
 * Undoes trades neither of whose sides can be settled. They are undone together, because what one of
 * them takes back may be what another one gives back.
 */
export function annulTrades(state: EngineState, { trades }: AnnulTrades): void {
  const { settlement, ledger, events } = state;
  const code = checkTrades(state, trades);
  const changes = code === null ? changesOf(trades) : [];
  const suffice = changes.every(
    ({ account, asset, by }) => BigInt(ledger.available(account, asset)) + by >= 0n,
  );
  if (code !== null || !suffice) {
    events.rejected(0, 0, code ?? 'risk/insufficient-funds');
    return;
  }
  // None is larger than custody: all balances stay within it, before and after.
  for (const { account, asset, by } of changes) ledger.change(account, asset, Number(by));
  for (const trade of trades) {
    settlement.annul(trade.tradeId);
    events.tradeAnnulled(trade);
  }
}

function checkTrades(state: EngineState, trades: readonly AnnulledTrade[]): RejectCode | null {
  const { annulled } = state.settlement;
  if (trades.length === 0 || trades.length > MOST_ANNULLED) return 'settlement/wrong-trade';
  let before = 0;
  for (const trade of trades) {
    const code = trade.tradeId > before ? checkTrade(state, trade) : 'settlement/wrong-trade';
    if (code !== null) return code;
    before = trade.tradeId;
  }
  const isFull = annulled.length + trades.length > MOST_SET_APART;
  return isFull ? 'settlement/too-many-quarantined' : null;
}

function checkTrade(state: EngineState, trade: AnnulledTrade): RejectCode | null {
  const { accounts, settlement } = state;
  const { tradeId, buyer, seller, baseAsset, quoteAsset } = trade;
  if (!accounts.isTrader(buyer) || !accounts.isTrader(seller)) return 'account/unknown';
  if (!settlement.holds(tradeId)) return 'settlement/wrong-trade';
  // Whoever kept their word keeps the trade.
  const isUndoable = [buyer, seller].every(
    (account) => accounts.isFrozen(account) || settlement.isTakenOver(tradeId, account),
  );
  if (!isUndoable) return 'account/not-frozen';
  if (!isAsset(baseAsset) || !isAsset(quoteAsset) || baseAsset === quoteAsset)
    return 'ledger/unknown-asset';
  const { base, quote, buyerFee, sellerFee } = trade;
  const areAmounts = [base, quote, buyerFee, sellerFee].every(isAmount);
  return areAmounts && buyerFee <= base && sellerFee <= quote ? null : 'ledger/invalid-amount';
}

/** What all trades together give and take, balance by balance. */
function changesOf(trades: readonly AnnulledTrade[]): readonly Change[] {
  const changes = new Map<string, Change>();
  const move = (account: number, asset: number, amount: number) => {
    const key = `${account}:${asset}`;
    const change = changes.get(key) ?? { account, asset, by: 0n };
    change.by += BigInt(amount);
    changes.set(key, change);
  };
  for (const trade of trades) {
    const { buyer, seller, baseAsset, base, buyerFee, quoteAsset, quote, sellerFee } = trade;
    move(buyer, baseAsset, buyerFee - base);
    move(FEES, baseAsset, -buyerFee);
    move(seller, baseAsset, base);
    move(seller, quoteAsset, sellerFee - quote);
    move(FEES, quoteAsset, -sellerFee);
    move(buyer, quoteAsset, quote);
  }
  return [...changes.values()];
}
