import type { EngineState } from './engine-state.ts';

/** What is wrong with what is known of settlement; `null` when nothing is. */
export function settlementFault({
  settlement,
  tradeCount,
  accounts,
}: Pick<EngineState, 'settlement' | 'tradeCount' | 'accounts'>): string | null {
  const { through, quarantined, takenOver, annulled } = settlement;
  const sides = takenOver.map(({ tradeId }) => tradeId);
  const last = Math.max(through, ...[quarantined, sides, annulled].map((ids) => ids.at(-1) ?? 0));
  if (last > tradeCount) return 'a trade is settled that never was';
  const reassigned = new Set(sides);
  const leftOut = new Set(quarantined);
  const areInOrder = takenOver.every(({ tradeId, account }, place) => {
    const before = takenOver[place - 1];
    const isNext = before === undefined || tradeId > before.tradeId;
    return isNext || (tradeId === before.tradeId && account > before.account);
  });
  const areOpen = annulled.every((tradeId, place) => {
    const isNext = tradeId > Math.max(through, annulled[place - 1] ?? 0);
    return isNext && !leftOut.has(tradeId) && !reassigned.has(tradeId);
  });
  const areHeld = takenOver.every(({ tradeId, account }) => {
    return tradeId > 0 && accounts.isTrader(account);
  });
  if (areInOrder && areOpen && areHeld) return null;
  return 'trades that were taken over or annulled contradict themselves';
}
