import { ASSETS, type EngineState } from '#server/engine/index.ts';

/**
 * Figures that are cheap to read and move with nearly every command, by which two engines that
 * executed the same commands can be held against each other.
 */
export type ControlTotals = {
  readonly seq: number;
  readonly tradeCount: number;
  readonly accountCount: number;
  readonly openOrders: number;
  /** Quanta, per asset. */
  readonly custody: readonly number[];
};

/** The figures of an engine as they are after its last command. */
export function controlTotals(state: EngineState): ControlTotals {
  return {
    seq: state.seq,
    tradeCount: state.tradeCount,
    accountCount: state.accounts.count,
    openOrders: state.pool.live,
    custody: Array.from({ length: ASSETS }, (_, asset) => state.ledger.custody(asset)),
  };
}

/** What differs between two engines at one command, for a person; `null` when nothing does. */
export function totalsDifference(live: ControlTotals, shadow: ControlTotals): string | null {
  const facts = (totals: ControlTotals): readonly (readonly [string, number])[] => [
    ['commands', totals.seq],
    ['trades', totals.tradeCount],
    ['accounts', totals.accountCount],
    ['open orders', totals.openOrders],
    ...totals.custody.map((amount, asset) => [`custody of asset ${asset}`, amount] as const),
  ];
  const others = facts(shadow);
  const differences = facts(live).flatMap(([name, figure], index) => {
    const other = others[index]?.[1];
    return figure === other ? [] : [`${name}: ${figure} and ${other}`];
  });
  return differences.length === 0 ? null : differences.join(', ');
}
