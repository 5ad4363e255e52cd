import * as z from 'zod/mini';
import type { Receipt } from '#lib/domain/receipt.ts';
import {
  addressField,
  countField,
  epochField,
  hashField,
  nonceField,
  ppmField,
  signatureField,
} from '../fields.ts';
import { queryInteger } from '../query-integer.ts';
import { validate } from '../validate.ts';

/** The struct that was signed: price in ticks, quantity in lots, expiry in seconds. */
const wireSignedOrder = z.object({
  account: addressField,
  market: countField(0xffff),
  flags: countField(0xff),
  price: countField(),
  quantity: countField(),
  trigger_price: countField(),
  nonce: nonceField,
  expiry: countField(0xffff_ffff),
  epoch: epochField,
  max_fee_ppm: ppmField,
});

/** Query of `GET /v1/orders/{id}/receipt`: the command whose version is wanted; without, the newest. */
export const receiptQuery = z.object({
  seq: z.optional(queryInteger({ from: 1, to: Number.MAX_SAFE_INTEGER })),
});

/**
 * Answer of `GET /v1/orders/{id}/receipt`, a file to keep. `seq` is that of the command that placed the
 * order or changed it under a new signature.
 */
export const receiptResponse = z.object({
  seq: countField(),
  order_id: countField(),
  order: wireSignedOrder,
  order_hash: hashField,
  log_hash: hashField,
  block: z.object({ first_seq: countField(), last_seq: countField(), hash: hashField }),
  chain_id: countField(),
  verifying_contract: addressField,
  operator: addressField,
  signature: signatureField,
});

type WireReceipt = z.output<typeof receiptResponse>;

/** A receipt as it is downloaded. */
export function encodeReceipt(receipt: Receipt): WireReceipt {
  const { triggerPrice, maxFeePpm, ...order } = receipt.order;
  const { firstSeq, lastSeq, hash } = receipt.block;
  return {
    seq: receipt.seq,
    order_id: receipt.orderId,
    order: { ...order, trigger_price: triggerPrice, max_fee_ppm: maxFeePpm },
    order_hash: receipt.orderHash,
    log_hash: receipt.logHash,
    block: { first_seq: firstSeq, last_seq: lastSeq, hash },
    chain_id: receipt.chainId,
    verifying_contract: receipt.verifyingContract,
    operator: receipt.operator,
    signature: receipt.signature,
  };
}

/** @throws ProtocolError `gateway/invalid-message`, naming the field that has not its form. */
export function decodeReceipt(value: unknown): Receipt {
  const wire = validate(receiptResponse, value);
  const { trigger_price: triggerPrice, max_fee_ppm: maxFeePpm, ...order } = wire.order;
  const { first_seq: firstSeq, last_seq: lastSeq, hash } = wire.block;
  return {
    seq: wire.seq,
    orderId: wire.order_id,
    order: { ...order, triggerPrice, maxFeePpm },
    orderHash: wire.order_hash,
    logHash: wire.log_hash,
    block: { firstSeq, lastSeq, hash },
    chainId: wire.chain_id,
    verifyingContract: wire.verifying_contract,
    operator: wire.operator,
    signature: hexText(wire.signature),
  };
}

function hexText(text: string): `0x${string}` {
  return `0x${text.slice(2)}`;
}
