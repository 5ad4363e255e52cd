import type { EngineEvent } from '#server/engine/index.ts';

/** Events in a few words each, so that a table of them can be read; orders are called `#id`. */
export function describeEvents(events: readonly EngineEvent[]): string[] {
  return events.map(describeEvent);
}

type OrderEvent = Extract<
  EngineEvent,
  { readonly kind: 'accepted' | 'activated' | 'done' | 'modified' | 'refreshed' | 'decremented' }
>;

function describeEvent(event: EngineEvent): string {
  switch (event.kind) {
    case 'accepted':
    case 'activated':
    case 'done':
    case 'modified':
    case 'refreshed':
    case 'decremented':
      return describeOrder(event);
    case 'triggered':
      return `#${event.orderId} triggered`;
    case 'rejected':
      return event.code;
    case 'duplicate':
      return event.orderId === 0 ? 'duplicate' : `duplicate of #${event.orderId}`;
    case 'trade':
      return describeTrade(event);
    case 'account-opened':
    case 'dead-man-fired':
      return `${event.kind} ${event.account}`;
    case 'deposited':
    case 'withdrawn':
      return `${event.kind} ${event.amount} of asset ${event.asset}`;
    case 'dead-man-armed':
      return `dead-man-armed ${event.account} for ${event.deadline}`;
    case 'market-listed':
      return `market-listed ${event.market}`;
    case 'market-state':
      return `market-state ${event.state}`;
    case 'price':
      return `price ${event.price} of source ${event.source}`;
    case 'uncrossed':
      return `uncrossed at ${event.price}`;
    default:
      return describeIdentity(event);
  }
}

type CustodyEvent = Extract<
  EngineEvent,
  {
    readonly kind:
      | 'withdrawal-requested'
      | 'withdrawal-paid'
      | 'withdrawal-returned'
      | 'account-frozen'
      | 'account-thawed'
      | 'batch-submitted'
      | 'batch-settled'
      | 'trade-quarantined'
      | 'trade-reassigned'
      | 'trade-annulled';
  }
>;

function describeCustody(event: CustodyEvent): string {
  switch (event.kind) {
    case 'withdrawal-requested':
    case 'withdrawal-paid':
    case 'withdrawal-returned':
      return `${event.kind} ${event.amount} of asset ${event.asset}, nonce ${event.nonce}`;
    case 'account-frozen':
    case 'account-thawed':
      return describeFreeze(event);
    case 'batch-submitted':
    case 'batch-settled':
      return `${event.kind} ${event.batch} through trade ${event.through}`;
    case 'trade-quarantined':
    case 'trade-annulled':
      return `${event.kind} ${event.tradeId}`;
    default:
      return `trade ${event.tradeId} reassigned from ${event.from} to ${event.to}`;
  }
}

/** A thawed account that is frozen for another reason is still so. */
function describeFreeze({ kind, account, reason, frozen }: AccountFrozen): string {
  const isLeft = frozen && kind === 'account-thawed';
  return `${kind} ${account}: ${reason}${isLeft ? ', still frozen' : ''}`;
}

type AccountFrozen = Extract<EngineEvent, { readonly kind: 'account-frozen' | 'account-thawed' }>;

type IdentityEvent = Extract<
  EngineEvent,
  {
    readonly kind:
      | 'agent-approved'
      | 'agent-revoked'
      | 'epoch-bumped'
      | 'nonces-reserved'
      | 'noted';
  }
>;

function describeIdentity(event: IdentityEvent | CustodyEvent): string {
  switch (event.kind) {
    case 'agent-approved':
      return `agent ${event.agent} of ${event.account} approved until ${event.expiry}`;
    case 'agent-revoked':
      return `agent ${event.agent} of ${event.account} revoked`;
    case 'epoch-bumped':
      return `epoch ${event.epoch} of ${event.account}`;
    case 'nonces-reserved':
      return `nonces ${event.first} to ${event.first + event.count - 1} for ${signer(event)}`;
    case 'noted':
      return event.account === 0 ? 'noted of a stranger' : `noted of ${event.account}`;
    default:
      return describeCustody(event);
  }
}

/** `owner` of an account, or the number of an agent. */
function signer({ account, agent }: { readonly account: number; readonly agent: number }): string {
  return agent === 0 ? `owner of ${account}` : `agent ${agent} of ${account}`;
}

function describeOrder(event: OrderEvent): string {
  const name = `#${event.orderId}`;
  if (event.kind === 'refreshed') return `${name} shows ${event.visible}`;
  if (event.kind === 'decremented') return `${name} less ${event.by}`;
  if (event.kind === 'done') {
    const left = event.remaining === 0 ? '' : `, ${event.remaining} left`;
    return `${name} ${event.reason}${left}`;
  }
  const terms = `${event.quantity} at ${event.price}${trigger(event)}`;
  if (event.kind === 'accepted') return `${name} accepted: ${terms}`;
  if (event.kind === 'activated') return `${name} activated by #${event.parentId}: ${terms}`;
  return `${name} modified: ${terms}${event.keptPriority ? ', keeps its place' : ''}`;
}

function trigger({ triggerPrice }: { readonly triggerPrice: number }): string {
  return triggerPrice === 0 ? '' : ` once at ${triggerPrice}`;
}

function describeTrade(trade: Extract<EngineEvent, { readonly kind: 'trade' }>): string {
  const { makerFee, takerFee } = trade;
  const fees = makerFee === 0 && takerFee === 0 ? '' : `, fees ${makerFee} and ${takerFee}`;
  const orders = `#${trade.takerOrderId} takes #${trade.makerOrderId}`;
  return `${orders}: ${trade.quantity} at ${trade.price}${fees}`;
}
