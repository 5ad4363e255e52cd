import { describe, expect, it } from 'vitest';
import { MAX_TICKS } from '#lib/domain/quanta.ts';
import { moveEdit } from './move-edit.ts';

const resting = { orderId: 3, status: 'open', triggerTicks: 0, priceTicks: 500 } as const;
const stop = { orderId: 3, status: 'waiting', triggerTicks: 600, priceTicks: 580 } as const;

describe('moveEdit', () => {
  it('changes the price of an order in the book', () => {
    expect(moveEdit(resting, 450)).toEqual({
      orderId: 3,
      priceTicks: 450,
      quantityLots: 0,
      triggerTicks: 0,
    });
  });

  it('changes the trigger of a waiting order, its price at the same distance', () => {
    expect(moveEdit(stop, 650)).toMatchObject({ triggerTicks: 650, priceTicks: 630 });
  });

  it('keeps prices within what an order may have', () => {
    expect(moveEdit(stop, 10).priceTicks).toBe(1);
    expect(moveEdit({ ...stop, priceTicks: 700 }, MAX_TICKS).priceTicks).toBe(MAX_TICKS);
  });

  it('gives no price to a stop that has none', () => {
    expect(moveEdit({ ...stop, priceTicks: 0 }, 650).priceTicks).toBe(0);
  });

  it('changes the price of a stop that was triggered', () => {
    expect(moveEdit({ ...stop, status: 'open' }, 590)).toMatchObject({
      priceTicks: 590,
      triggerTicks: 0,
    });
  });
});
