import * as z from 'zod/mini';
import type { Settlement } from '#lib/domain/settlement.ts';
import { countField, hashField, timestampField } from '../fields.ts';

/** Parameters of `settlement.batch`: the number of a batch, or (by default) the last settled one. */
export const settlementBatchParams = z.object({ batch_id: z.optional(countField()) });

/** A batch as clients of JSON-RPC know it; `order_ids` are all orders of its trades, ascending. */
export const settlementBatchResult = z.object({
  batch_id: countField(),
  order_ids: z.readonly(z.array(countField())),
  status: z.enum(['settling', 'settled']),
  tx_hash: z.nullable(hashField),
  gas_used: z.nullable(countField()),
  timestamp: timestampField,
});

/** A batch and the orders of its trades. */
export function encodeSettlementBatch(
  { batch, stage, transaction, gasUsed, timeMs }: Settlement,
  orderIds: readonly number[],
): z.output<typeof settlementBatchResult> {
  return {
    batch_id: batch,
    order_ids: orderIds,
    status: stage,
    tx_hash: transaction,
    gas_used: gasUsed,
    timestamp: timeMs,
  };
}
