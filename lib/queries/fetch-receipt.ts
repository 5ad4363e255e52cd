import type { Receipt } from '#lib/domain/receipt.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { askSidecar, UNKNOWN_FORM } from './ask-sidecar.ts';
import type { AccountRequest } from './fetch-agents.ts';
import { RequestError } from './request-error.ts';

/** A receipt, and the file that it was read from, byte for byte. */
export type ReceiptFile = { readonly text: string; readonly receipt: Receipt };

/**
 * What the operator confirms of an order. Whether it is true is for the caller to find out.
 *
 * @throws RequestError, `receipt/…` where there is none.
 */
export async function fetchReceipt({
  sidecarUrl,
  orderId,
  ...options
}: AccountRequest & { readonly orderId: number }): Promise<ReceiptFile> {
  const { body: text } = await askSidecar(`${sidecarUrl}/v1/orders/${orderId}/receipt`, options);
  try {
    return { text, receipt: decodeReceipt(parseJson(text)) };
  } catch (cause) {
    throw new RequestError(UNKNOWN_FORM, { code: 'client/bad-answer', cause });
  }
}
