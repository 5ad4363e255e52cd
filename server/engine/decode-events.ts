import type { MarketState, PriceSource } from './command.ts';
import { doneReasons } from './done-reason.ts';
import type { Accepted, EngineEvent } from './event.ts';
import { ADDRESS_WORDS, type EventBuffer } from './event-buffer.ts';
import { type EventKind, eventKinds } from './event-kinds.ts';
import { freezeReasons } from './freeze-reason.ts';
import { invariant } from './invariant.ts';
import { marketOf, postOnlyOf, sideOf, timeInForceOf, typeOf } from './order-flags.ts';
import { rejectCodes } from './reject-code.ts';

const TWO_32 = 4_294_967_296;

/** Words of one event, with its place in them. */
type Cursor = { readonly words: Int32Array; readonly at: number; readonly small: number };

/** The events of a buffer between two positions, as objects. */
export function decodeEvents(
  buffer: Pick<EventBuffer, 'words' | 'length'>,
  range: { readonly from?: number; readonly to?: number } = {},
): readonly EngineEvent[] {
  const { from = 0, to = buffer.length } = range;
  const { words } = buffer;
  const events: EngineEvent[] = [];
  for (let at = from; at < to; ) {
    const head = word({ words, at, small: 0 }, 0);
    const kind = eventKinds[head & 255];
    invariant(kind !== undefined, 'an event has an unknown kind');
    events.push(readers[kind]({ words, at, small: head >>> 16 }));
    at += (head >>> 8) & 255;
  }
  return events;
}

const readers: { readonly [Kind in EventKind]: (cursor: Cursor) => EngineEvent } = {
  accepted: (cursor) => ({ kind: 'accepted', ...order(cursor), ...display(cursor) }),
  activated: (cursor) => ({ kind: 'activated', ...order(cursor), parentId: long(cursor, 12) }),
  rejected: (cursor) => ({
    kind: 'rejected',
    account: word(cursor, 1),
    orderId: long(cursor, 2),
    code: named(rejectCodes, cursor.small),
  }),
  duplicate: (cursor) => ({
    kind: 'duplicate',
    account: word(cursor, 1),
    orderId: long(cursor, 2),
  }),
  trade,
  done: (cursor) => ({
    kind: 'done',
    ...orderOf(cursor),
    reason: named(doneReasons, cursor.small),
    remaining: word(cursor, 5),
  }),
  triggered: (cursor) => ({ kind: 'triggered', ...orderOf(cursor) }),
  modified: (cursor) => ({
    kind: 'modified',
    ...orderOf(cursor),
    price: word(cursor, 5),
    quantity: word(cursor, 6),
    triggerPrice: word(cursor, 7),
    keptPriority: word(cursor, 8) === 1,
    expiry: long(cursor, 9),
  }),
  refreshed: (cursor) => ({ kind: 'refreshed', ...orderOf(cursor), visible: word(cursor, 5) }),
  decremented: (cursor) => ({ kind: 'decremented', ...orderOf(cursor), by: word(cursor, 5) }),
  'account-opened': (cursor) => ({ kind: 'account-opened', account: word(cursor, 1) }),
  deposited: (cursor) => ({ kind: 'deposited', ...moved(cursor) }),
  withdrawn: (cursor) => ({ kind: 'withdrawn', ...moved(cursor) }),
  'market-listed': (cursor) => ({ kind: 'market-listed', market: word(cursor, 1) }),
  'market-state': (cursor) => ({
    kind: 'market-state',
    market: word(cursor, 1),
    state: cursor.small as MarketState,
  }),
  price: (cursor) => ({
    kind: 'price',
    market: word(cursor, 1),
    source: cursor.small as PriceSource,
    price: word(cursor, 2),
  }),
  uncrossed: (cursor) => ({
    kind: 'uncrossed',
    market: word(cursor, 1),
    price: word(cursor, 2),
  }),
  'dead-man-armed': (cursor) => ({
    kind: 'dead-man-armed',
    account: word(cursor, 1),
    deadline: long(cursor, 2),
  }),
  'dead-man-fired': (cursor) => ({ kind: 'dead-man-fired', account: word(cursor, 1) }),
  'agent-approved': (cursor) => ({
    kind: 'agent-approved',
    account: word(cursor, 1),
    agent: word(cursor, 2),
    expiry: word(cursor, 3) >>> 0,
    marketsLow: word(cursor, 4) >>> 0,
    marketsHigh: word(cursor, 5) >>> 0,
    maxNotional: long(cursor, 6),
    address: address(cursor, 8),
  }),
  'agent-revoked': (cursor) => ({
    kind: 'agent-revoked',
    account: word(cursor, 1),
    agent: word(cursor, 2),
  }),
  'epoch-bumped': (cursor) => ({
    kind: 'epoch-bumped',
    account: word(cursor, 1),
    epoch: word(cursor, 2),
  }),
  'nonces-reserved': (cursor) => ({
    kind: 'nonces-reserved',
    account: word(cursor, 1),
    agent: word(cursor, 2),
    first: long(cursor, 3),
    count: word(cursor, 5),
  }),
  'withdrawal-requested': (cursor) => ({ kind: 'withdrawal-requested', ...withdrawal(cursor) }),
  'withdrawal-paid': (cursor) => ({ kind: 'withdrawal-paid', ...withdrawal(cursor) }),
  'withdrawal-returned': (cursor) => ({ kind: 'withdrawal-returned', ...withdrawal(cursor) }),
  'account-frozen': (cursor) => ({ kind: 'account-frozen', ...freeze(cursor) }),
  'account-thawed': (cursor) => ({ kind: 'account-thawed', ...freeze(cursor) }),
  'batch-submitted': (cursor) => ({ kind: 'batch-submitted', ...batch(cursor) }),
  'batch-settled': (cursor) => ({ kind: 'batch-settled', ...batch(cursor) }),
  'trade-quarantined': (cursor) => ({ kind: 'trade-quarantined', tradeId: long(cursor, 1) }),
  'trade-annulled': (cursor) => ({
    kind: 'trade-annulled',
    buyer: word(cursor, 1),
    seller: word(cursor, 2),
    tradeId: long(cursor, 3),
  }),
  'trade-reassigned': (cursor) => ({
    kind: 'trade-reassigned',
    from: word(cursor, 1),
    to: word(cursor, 2),
    tradeId: long(cursor, 3),
  }),
  noted: (cursor) => ({ kind: 'noted', account: word(cursor, 1) }),
};

function order(cursor: Cursor): Omit<Accepted, 'kind'> {
  const flags = word(cursor, 2);
  return {
    ...orderOf(cursor),
    clientOrderId: long(cursor, 5),
    side: sideOf(flags),
    type: typeOf(flags),
    timeInForce: timeInForceOf(flags),
    postOnly: postOnlyOf(flags),
    price: word(cursor, 7),
    quantity: word(cursor, 8),
    triggerPrice: word(cursor, 9),
    expiry: long(cursor, 10),
  };
}

/** The last word of an iceberg; other orders have one word less. */
function display(cursor: Cursor): { readonly display?: number } {
  const length = (word(cursor, 0) >>> 8) & 0xff;
  return length === 13 ? { display: word(cursor, 12) } : {};
}

function trade(cursor: Cursor): EngineEvent {
  const takerFlags = word(cursor, 1);
  return {
    kind: 'trade',
    market: marketOf(takerFlags),
    tradeId: long(cursor, 2),
    makerOrderId: long(cursor, 4),
    takerOrderId: long(cursor, 6),
    makerAccount: word(cursor, 8),
    takerAccount: word(cursor, 9),
    takerSide: sideOf(takerFlags),
    price: word(cursor, 10),
    quantity: word(cursor, 11),
    makerFee: long(cursor, 12),
    takerFee: long(cursor, 14),
  };
}

function orderOf(cursor: Cursor) {
  return {
    account: word(cursor, 1),
    market: marketOf(word(cursor, 2)),
    orderId: long(cursor, 3),
  };
}

function moved(cursor: Cursor) {
  return { account: word(cursor, 1), asset: word(cursor, 2), amount: long(cursor, 3) };
}

function withdrawal(cursor: Cursor) {
  return { ...moved(cursor), nonce: long(cursor, 5) };
}

function freeze(cursor: Cursor) {
  const reason = named(freezeReasons, cursor.small);
  return { account: word(cursor, 1), reason, frozen: word(cursor, 2) === 1 };
}

function batch(cursor: Cursor) {
  return { batch: long(cursor, 1), through: long(cursor, 3) };
}

function word({ words, at }: Cursor, offset: number): number {
  return words[at + offset] as number;
}

function long(cursor: Cursor, offset: number): number {
  return (word(cursor, offset) >>> 0) + word(cursor, offset + 1) * TWO_32;
}

function address(cursor: Cursor, offset: number): string {
  let digits = '0x';
  for (let at = 0; at < ADDRESS_WORDS; at += 1) {
    digits += (word(cursor, offset + at) >>> 0).toString(16).padStart(8, '0');
  }
  return digits;
}

function named<Name extends string>(names: readonly Name[], number: number): Name {
  const name = names[number];
  invariant(name !== undefined, 'an event has an unknown code');
  return name;
}
