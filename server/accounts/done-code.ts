import type { DoneReason } from '#server/engine/index.ts';

/** Why an order ended, as its owner is told it; `null` where it was filled. */
export const doneCodes: Readonly<Record<DoneReason, string | null>> = {
  filled: null,
  canceled: 'order/canceled',
  'ioc-rest': 'matching/ioc-rest',
  'maker-limit': 'matching/maker-limit',
  'self-trade': 'matching/self-trade',
  expired: 'order/expired',
  sibling: 'order/sibling-done',
  parent: 'order/parent-done',
  'post-only': 'market/post-only',
  'dead-man': 'account/dead-man',
  delisted: 'market/delisted',
  'insufficient-funds': 'risk/insufficient-funds',
  'too-many-orders': 'risk/too-many-orders',
  'market-state': 'market/closed',
  epoch: 'account/epoch',
  'agent-revoked': 'auth/agent-revoked',
  frozen: 'account/frozen',
};
