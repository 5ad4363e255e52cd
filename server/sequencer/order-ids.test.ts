import { describe, expect, it } from 'vitest';
import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import { BUY, CANCEL_NEWEST, LAST_PRICE, type Leg, LIMIT } from '#server/engine/index.ts';
import type { CommandDraft } from './command-draft.ts';
import { giveOrderIds, MAX_SEQ, placingOf, takeBackOrderIds } from './order-ids.ts';

const leg: Leg = {
  orderId: 0,
  clientOrderId: 0,
  type: LIMIT,
  price: 10,
  triggerPrice: 0,
  triggerBy: LAST_PRICE,
  authority: null,
  signature: null,
};

function place(legs: { takeProfit?: Leg; stopLoss?: Leg } = {}): CommandDraft {
  return {
    ...PLAIN_ORDER,
    seq: 0,
    time: 0,
    account: 1,
    market: 1,
    orderId: 0,
    side: BUY,
    price: 10,
    quantity: 1,
    takeProfit: legs.takeProfit ?? null,
    stopLoss: legs.stopLoss ?? null,
  };
}

function pair(limitLeg: Leg, stopLeg: Leg): CommandDraft {
  return {
    kind: 'place-oco',
    seq: 0,
    time: 0,
    account: 1,
    market: 1,
    side: BUY,
    quantity: 1,
    selfTrade: CANCEL_NEWEST,
    expiry: 0,
    limitLeg,
    stopLeg,
  };
}

/** All order ids of a command. */
function idsOf(draft: CommandDraft): (number | undefined)[] {
  if (draft.kind === 'place') {
    return [draft.orderId, draft.takeProfit?.orderId, draft.stopLoss?.orderId];
  }
  return draft.kind === 'place-oco' ? [draft.limitLeg.orderId, draft.stopLeg.orderId] : [];
}

describe('giveOrderIds', () => {
  it('gives an order and its legs numbers of their own', () => {
    const draft = place({ takeProfit: leg, stopLoss: leg });
    giveOrderIds(draft, 5);
    expect(idsOf(draft)).toEqual([20, 21, 22]);
    expect(leg.orderId).toBe(0);
  });

  it('gives both legs of a pair numbers', () => {
    const draft = pair(leg, leg);
    giveOrderIds(draft, 6);
    expect(idsOf(draft)).toEqual([25, 26]);
  });

  it('leaves numbers that the submitter has chosen', () => {
    const draft = pair({ ...leg, orderId: 7 }, leg);
    giveOrderIds(draft, 6);
    expect(idsOf(draft)).toEqual([7, 26]);
  });

  it('takes back what it has given, and nothing else', () => {
    const chosen = { ...leg, orderId: 21 };
    const drafts = [
      place(),
      place({ takeProfit: leg, stopLoss: leg }),
      place({ takeProfit: chosen, stopLoss: leg }),
      { ...place({ takeProfit: leg }), orderId: 20 },
      pair(leg, leg),
      pair(chosen, leg),
      pair(leg, chosen),
    ];
    for (const draft of drafts) {
      const before = structuredClone(draft);
      const given = giveOrderIds(draft, 5);
      expect(draft).not.toEqual(before);
      takeBackOrderIds(draft, given);
      expect(draft).toEqual(before);
    }
  });

  it('never gives the same number twice', () => {
    const seen = new Set<number | undefined>();
    for (let seq = 1; seq <= 100; seq += 1) {
      const draft = seq % 2 === 0 ? place({ takeProfit: leg, stopLoss: leg }) : pair(leg, leg);
      giveOrderIds(draft, seq);
      for (const id of idsOf(draft)) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
    }
  });

  it('has exact numbers to the end', () => {
    const draft = place({ takeProfit: leg, stopLoss: leg });
    giveOrderIds(draft, MAX_SEQ);
    expect(idsOf(draft)).toEqual([2 ** 53 - 4, 2 ** 53 - 3, 2 ** 53 - 2]);
  });
});

describe('placingOf', () => {
  it.each([1, 77, MAX_SEQ])('finds command %i by every id that it gave', (seq) => {
    const draft = place({ takeProfit: leg, stopLoss: leg });
    giveOrderIds(draft, seq);
    const ids = idsOf(draft).map(Number);
    expect(ids.map(placingOf)).toEqual(ids.map(() => ({ seq, orderId: ids[0] })));
  });
});
