import { describe, expect, it } from 'vitest';
import { SAMPLE_TERMS } from './sample-terms.ts';
import { ToldFacts, type ToldFill, type ToldOrder } from './told-facts.ts';

const OWNER = `0x${'bb'.repeat(20)}`;

const ORDER: ToldOrder = {
  orderId: 12,
  address: OWNER,
  name: '3',
  symbol: 'BTC-USDT',
  sells: false,
  price: 6_700_000,
  lots: 30,
  trigger: 0,
  parentId: 0,
};
const LEG: ToldOrder = { ...ORDER, orderId: 14, parentId: 12, trigger: 6_690_000 };
const FILL: ToldFill = {
  tradeId: 1,
  orderId: 12,
  address: OWNER,
  isMaker: false,
  sells: false,
  price: 6_700_000,
  lots: 30,
  fee: 150,
};

describe('what a user is told', () => {
  it('may come again, an order at another price', () => {
    const told = new ToldFacts();
    told.fill(FILL);
    told.fill({ ...FILL });
    told.order(ORDER);
    told.order({ ...ORDER, price: 6_700_001 });
    expect(told.orders.get(12)?.price).toBe(6_700_001);
  });

  it('may make a leg smaller, whose price is reached', () => {
    const told = new ToldFacts();
    told.order(LEG);
    told.order({ ...LEG, lots: 10, trigger: 0 });
    expect(told.orders.get(14)).toMatchObject({ lots: 10, trigger: 0 });
  });

  it('may not contradict what was told before', () => {
    const told = new ToldFacts();
    told.fill(FILL);
    expect(() => told.fill({ ...FILL, price: 1 })).toThrow(/told otherwise/);
    told.order(ORDER);
    expect(() => told.order({ ...ORDER, lots: 29 })).toThrow(/told otherwise/);
    told.order(LEG);
    expect(() => told.order({ ...LEG, trigger: 6_690_001 })).toThrow(/told otherwise/);
    expect(() => told.order({ ...LEG, lots: 31 })).toThrow(/told otherwise/);
    expect(() => told.order({ ...LEG, sells: true })).toThrow(/told otherwise/);
  });

  it('counts as accepted once, with what was signed as far as that is known', () => {
    const told = new ToldFacts();
    const order = {
      ...SAMPLE_TERMS,
      account: `0x${'bb'.repeat(20)}`,
    } as const;
    told.accept({ orderId: 12, seq: 3, address: OWNER, order });
    told.accept({ orderId: 12, seq: 3, address: OWNER, order: null });
    expect([...told.accepted.values()]).toEqual([{ orderId: 12, seq: 3, address: OWNER, order }]);
  });
});
