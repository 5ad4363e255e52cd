import { findMarketById, type Market } from '#lib/domain/market.ts';
import { AccountActivity, type AccountUpdate } from '#server/accounts/index.ts';
import {
  BUY,
  type EngineEvent,
  GTC,
  LIMIT,
  type OrderView,
  POST_ONLY_OFF,
  SELL,
} from '#server/engine/index.ts';

function marketOf(id: number): Market {
  const market = findMarketById(id);
  if (market === undefined) throw new Error(`no market ${id}`);
  return market;
}

/** An event of one kind. */
export type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

/** Events as a test needs them, of account 1 in the first market. */
export const accountEvent = {
  accepted: (given: Partial<EventOf<'accepted'>>): EngineEvent => ({
    kind: 'accepted',
    account: 1,
    market: 1,
    orderId: 10,
    clientOrderId: 0,
    side: BUY,
    type: LIMIT,
    timeInForce: GTC,
    postOnly: POST_ONLY_OFF,
    price: 6_000_000,
    quantity: 100,
    triggerPrice: 0,
    expiry: 0,
    ...given,
  }),
  trade: (given: Partial<EventOf<'trade'>>): EngineEvent => ({
    kind: 'trade',
    market: 1,
    tradeId: 1,
    makerOrderId: 10,
    takerOrderId: 20,
    makerAccount: 1,
    takerAccount: 2,
    takerSide: SELL,
    price: 6_000_000,
    quantity: 30,
    makerFee: 60,
    takerFee: 90_000,
    ...given,
  }),
  done: (given: Partial<EventOf<'done'>>): EngineEvent => ({
    kind: 'done',
    account: 1,
    market: 1,
    orderId: 10,
    reason: 'canceled',
    remaining: 0,
    ...given,
  }),
};

/** Orders and fills of accounts, following what a test makes happen; the parents have legs that wait. */
export function followedAccounts(parents: readonly OrderView[] = []) {
  const activity = new AccountActivity({
    marketOf,
    clientOrderIdOf: ({ account, number }) => `${account}/${number}`,
    kept: { perAccount: 3, total: 100 },
    findParents: (ids) => parents.filter(({ orderId }) => ids.includes(orderId)),
    refused: { perAccount: 3, total: 9, perMinute: 5 },
  });
  const updates: AccountUpdate[] = [];
  activity.onUpdate((update) => updates.push(update));
  let seq = 0;
  const run = (...events: readonly EngineEvent[]) => {
    seq += 1;
    activity.take({ seq, timeMs: 1_000 + seq, events });
  };
  return { activity, updates, run };
}
