import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  OrderType,
  PostOnly,
  PriceSource,
  SelfTradeMode,
  Side,
  TimeInForce,
  Trigger,
} from './command.ts';
import {
  ENLISTED,
  LOCK_CARRIED,
  marketOf,
  ORDER_BITS,
  packFlags,
  postOnlyOf,
  QUEUED,
  RESTING,
  selfTradeOf,
  sideOf,
  statusOf,
  TAKING,
  timeInForceOf,
  triggerByOf,
  triggerOf,
  typeOf,
  WAITING,
  withoutTrigger,
  withStatus,
} from './order-flags.ts';

const orders = fc.record({
  market: fc.integer({ min: 1, max: 63 }),
  side: fc.constantFrom<Side>(0, 1),
  type: fc.constantFrom<OrderType>(0, 1),
  timeInForce: fc.constantFrom<TimeInForce>(0, 1, 2, 3),
  postOnly: fc.constantFrom<PostOnly>(0, 1, 2),
  selfTrade: fc.constantFrom<SelfTradeMode>(0, 1, 2, 3, 4),
  trigger: fc.constantFrom<Trigger>(0, 1, 2),
  triggerBy: fc.constantFrom<PriceSource>(0, 1, 2),
});

function unpack(flags: number) {
  return {
    market: marketOf(flags),
    side: sideOf(flags),
    type: typeOf(flags),
    timeInForce: timeInForceOf(flags),
    postOnly: postOnlyOf(flags),
    selfTrade: selfTradeOf(flags),
    trigger: triggerOf(flags),
    triggerBy: triggerByOf(flags),
  };
}

describe('order flags', () => {
  it('give back every part, the source only with a trigger', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const source = order.trigger === 0 ? 0 : order.triggerBy;
        expect(unpack(packFlags(order))).toEqual({ ...order, triggerBy: source });
      }),
    );
  });

  it('have room beside them for where the order is, and for marks', () => {
    const statuses = fc.constantFrom(...([TAKING, RESTING, WAITING, QUEUED] as const));
    fc.assert(
      fc.property(orders, statuses, statuses, (order, first, second) => {
        const flags = packFlags(order);
        const marked = withStatus(flags, first) | ENLISTED | LOCK_CARRIED;
        expect(statusOf(marked)).toBe(first);
        expect(statusOf(withStatus(marked, second))).toBe(second);
        expect(unpack(marked)).toEqual(unpack(flags));
        expect(withStatus(marked, second) & ORDER_BITS).toBe(flags);
      }),
    );
  });

  it('lose a trigger and nothing else', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const flags = withStatus(packFlags(order), QUEUED) | ENLISTED;
        expect(unpack(withoutTrigger(flags))).toEqual({ ...order, trigger: 0, triggerBy: 0 });
        expect(statusOf(withoutTrigger(flags))).toBe(QUEUED);
        expect(withoutTrigger(flags) & ENLISTED).toBe(ENLISTED);
      }),
    );
  });
});
