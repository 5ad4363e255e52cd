import type { OrderRequest } from '#lib/domain/order-request.ts';

/** What an order of these clients does not say: no trigger, no legs, no end, signed by the gateway. */
export const plainRequest = {
  triggerTicks: 0,
  displayLots: 0,
  reduceOnly: false,
  expiresMs: 0,
  takeProfit: null,
  stopLoss: null,
  signed: null,
} as const satisfies Partial<OrderRequest>;
