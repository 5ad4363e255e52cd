import type { EngineEvent } from './event.ts';

export type EventKind = EngineEvent['kind'];

/** Every kind of event. The position is the kind's number in the buffer. */
export const eventKinds = [
  'accepted',
  'activated',
  'rejected',
  'duplicate',
  'trade',
  'done',
  'triggered',
  'modified',
  'refreshed',
  'decremented',
  'account-opened',
  'deposited',
  'withdrawn',
  'market-listed',
  'market-state',
  'price',
  'uncrossed',
  'dead-man-armed',
  'dead-man-fired',
  'agent-approved',
  'agent-revoked',
  'epoch-bumped',
  'nonces-reserved',
  'withdrawal-requested',
  'withdrawal-paid',
  'withdrawal-returned',
  'account-frozen',
  'account-thawed',
  'batch-submitted',
  'batch-settled',
  'trade-quarantined',
  'trade-reassigned',
] as const satisfies readonly EventKind[];
