import * as z from 'zod/mini';
import type { Order } from '#lib/domain/order.ts';
import { orderIdField } from '#lib/protocol/fields.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { encodeReceipt, receiptQuery, receiptResponse } from '#lib/protocol/rest/receipt.ts';
import type { Principal } from '#server/auth/index.ts';
import { placingOf } from '#server/sequencer/index.ts';
import type { ReceiptPort } from '../receipt-port.ts';
import { BEARER } from './auth-routes.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';

const params = z.object({ id: orderIdField });

export type ReceiptContext = Pick<PrivateContext, 'orders' | 'principal' | 'reads' | 'history'> & {
  /** `null` where the operator has no key to sign with. */
  readonly receipts: ReceiptPort | null;
};

/** `/v1/orders/{id}/receipt`. */
export function addReceiptRoutes(app: RouteApp, context: ReceiptContext): void {
  const { receipts, reads, principal } = context;
  app.get(
    '/v1/orders/:id/receipt',
    {
      schema: {
        tags: ['orders'],
        summary: 'What the operator confirms of an accepted order, signed, to be kept as a file',
        security: BEARER,
        params,
        querystring: receiptQuery,
        response: {
          200: receiptResponse,
          401: errorResponse,
          404: errorResponse,
          409: errorResponse,
          410: errorResponse,
          501: errorResponse,
          503: errorResponse,
        },
      },
    },
    async (request, reply) => {
      const who = principal(request);
      const { id: orderId } = request.params;
      if (receipts === null) {
        const detail =
          'The operator has set no key to sign receipts with (OPERATOR_PRIVATE_KEY, OPERATOR_KEYSTORE or OPERATOR_SIGNER_URL).';
        throw new ProtocolError('gateway/not-available', { detail });
      }
      const { priceTicks } = await acceptedOrder(context, { who, orderId });
      const { value: account } = await reads.accountOf(who);
      if (account === null) throw new ProtocolError('order/unknown');
      const seq = await versionOf(context, { orderId, wanted: request.query.seq });
      const owner = who.address;
      const receipt = await receipts.receipt({ orderId, seq, account, owner, priceTicks });
      const file = `receipt-${orderId}${seq === placingOf(orderId).seq ? '' : `-${seq}`}.json`;
      reply.header('content-disposition', `attachment; filename="${file}"`);
      return encodeReceipt(receipt);
    },
  );
}

/** Versions that are named to whoever asks for one that there is not. */
const NAMED_VERSIONS = 50;

/**
 * The command of the version that is wanted, the newest one unless it is said.
 *
 * @throws ProtocolError `receipt/unknown-version`, naming those that there are; `store/behind`.
 */
async function versionOf(
  { history }: Pick<ReceiptContext, 'history'>,
  { orderId, wanted }: { readonly orderId: number; readonly wanted: number | undefined },
): Promise<number> {
  const { seq: placed } = placingOf(orderId);
  if (wanted === placed) return placed;
  // The journal holds refused changes too: which were accepted the history knows.
  const versions = [...(await history.orderVersions(orderId)), placed];
  const found = wanted === undefined ? versions[0] : versions.find((seq) => seq === wanted);
  if (found !== undefined) return found;
  const named = versions.slice(0, NAMED_VERSIONS).map(String);
  throw new ProtocolError('receipt/unknown-version', { facts: { versions: named } });
}

/** The order, or the one that it belongs to: a take-profit or stop-loss is not known before its time. */
async function acceptedOrder(
  { orders }: Pick<ReceiptContext, 'orders'>,
  { who, orderId }: { readonly who: Principal; readonly orderId: number },
): Promise<Order> {
  const { orderId: placed } = placingOf(orderId);
  const find = async (id: number) => {
    const order = await orders.order(who, { kind: 'id', orderId: id });
    if (order.status !== 'rejected') return order;
    throw new ProtocolError('order/unknown', { detail: 'It was refused: nothing is confirmed.' });
  };
  try {
    return await find(orderId);
  } catch (error) {
    const isUnknown = error instanceof ProtocolError && error.code === 'order/unknown';
    if (!isUnknown || placed === orderId) throw error;
    return await find(placed);
  }
}
