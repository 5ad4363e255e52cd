import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  encodeSettlementBatch,
  settlementBatchParams,
} from '#lib/protocol/rpc/settlement-batch.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** What was settled: `settlement.batch`. */
export function settlementMethods({ settlements }: Pick<RpcServices, 'settlements'>) {
  const batch: PublicRpcHandler = async (params) => {
    const { batch_id: named } = validate(settlementBatchParams, params);
    const number = named ?? settlements.view().status().lastSettled?.batch;
    if (number === undefined) throw new ProtocolError('settlement/unknown');
    const { settlement, orderIds } = await settlements.content(number);
    return encodeSettlementBatch(settlement, orderIds);
  };
  return { 'settlement.batch': batch } satisfies Record<string, PublicRpcHandler>;
}
