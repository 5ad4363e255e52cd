import { expect } from 'vitest';
import type { ChainExchange } from './chain-exchange.ts';
import { until } from './until.ts';

/** Ledger and chain are compared as of a block after now, and agree. */
export async function agreesWithChain(
  exchange: Pick<ChainExchange, 'finalBlock' | 'desk'>,
): Promise<void> {
  const from = exchange.finalBlock() ?? 0;
  await until(() => expect(exchange.desk.reconciliation()?.block).toBeGreaterThan(from));
  expect(exchange.desk.reconciliation()?.differences).toEqual([]);
}
