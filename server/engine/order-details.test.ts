import { describe, expect, it } from 'vitest';
import { OrderDetails } from './order-details.ts';
import { NONE } from './order-pool.ts';

/** Everything that an entry holds. */
function read(details: OrderDetails, entry: number) {
  return {
    display: details.display(entry),
    triggerPrice: details.triggerPrice(entry),
    sibling: details.sibling(entry),
    clientEntry: details.clientEntry(entry),
    expiry: details.expiry(entry),
    legs: details.legs(entry),
  };
}

const EMPTY = {
  display: 0,
  triggerPrice: 0,
  sibling: NONE,
  clientEntry: NONE,
  expiry: 0,
  legs: null,
};

function fill(details: OrderDetails, entry: number): void {
  details.setDisplay(entry, 2_147_483_647);
  details.setTriggerPrice(entry, 2_147_483_646);
  details.setSibling(entry, 5);
  details.setClientEntry(entry, 6);
  details.setExpiry(entry, 9_007_199_254_740_991);
  details.setLegs(entry, { takeProfit: null, stopLoss: null });
}

const FULL = {
  display: 2_147_483_647,
  triggerPrice: 2_147_483_646,
  sibling: 5,
  clientEntry: 6,
  expiry: 9_007_199_254_740_991,
  legs: { takeProfit: null, stopLoss: null },
};

describe('OrderDetails', () => {
  it('begin empty, keep what is set, one entry apart from another', () => {
    const details = new OrderDetails();
    const [first, second] = [details.take(), details.take()];
    fill(details, first);
    expect(read(details, first)).toEqual(FULL);
    expect(read(details, second)).toEqual(EMPTY);
  });

  it('are empty again when an entry is used again', () => {
    const details = new OrderDetails();
    const entry = details.take();
    fill(details, entry);
    details.release(entry);
    expect(details.take()).toBe(entry);
    expect(read(details, entry)).toEqual(EMPTY);
  });

  it('keep everything when their memory grows', () => {
    const details = new OrderDetails();
    const entries = Array.from({ length: 1_000 }, () => details.take());
    expect(new Set(entries).size).toBe(1_000);
    for (const entry of entries) details.setExpiry(entry, entry * 3);
    fill(details, entries[0] ?? 0);
    for (let more = 0; more < 5_000; more += 1) details.take();
    expect(read(details, entries[0] ?? 0)).toEqual(FULL);
    expect(entries.slice(1).every((entry) => details.expiry(entry) === entry * 3)).toBe(true);
  });
});
