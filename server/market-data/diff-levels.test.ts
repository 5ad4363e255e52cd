import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookLevel } from '#lib/domain/book-level.ts';
import { diffLevels } from './diff-levels.ts';

function level(priceTicks: number, quantityLots: number, orderCount = 1): BookLevel {
  return { priceTicks, quantityLots, orderCount };
}

/** What somebody has who applies changes to what they had. */
function applied(before: readonly BookLevel[], changes: readonly BookLevel[]): BookLevel[] {
  const levels = new Map(before.map((each) => [each.priceTicks, each]));
  for (const change of changes) {
    if (change.quantityLots === 0) levels.delete(change.priceTicks);
    else levels.set(change.priceTicks, change);
  }
  return [...levels.values()].sort((one, other) => one.priceTicks - other.priceTicks);
}

const side = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 })), {
    selector: ([price]) => price,
  })
  .map((levels) => levels.map(([price, lots]) => level(price, lots)))
  .map((levels) => levels.sort((one, other) => one.priceTicks - other.priceTicks));

describe('diffLevels', () => {
  it('names what is new, what changed and what is gone', () => {
    const before = [level(10, 5), level(11, 2), level(13, 1)];
    const after = [level(9, 1), level(11, 3), level(12, 4), level(13, 1)];
    expect(diffLevels({ before, after }, 1)).toEqual([
      level(9, 1),
      level(10, 0, 0),
      level(11, 3),
      level(12, 4),
    ]);
    const [bids, newBids] = [before.toReversed(), after.toReversed()];
    expect(diffLevels({ before: bids, after: newBids }, -1)).toEqual([
      level(12, 4),
      level(11, 3),
      level(10, 0, 0),
      level(9, 1),
    ]);
  });

  it('tells of a level whose number of orders alone changed', () => {
    expect(diffLevels({ before: [level(7, 4, 1)], after: [level(7, 4, 2)] }, 1)).toEqual([
      level(7, 4, 2),
    ]);
  });

  it('says nothing of what stays, and brings any side to any other', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const asks = diffLevels({ before, after }, 1);
        expect(applied(before, asks)).toEqual(after);
        const bids = { before: before.toReversed(), after: after.toReversed() };
        expect(diffLevels(bids, -1).toReversed()).toEqual(asks);
        expect(diffLevels({ before, after: before }, 1)).toEqual([]);
        const same = after.filter((each) =>
          before.some(
            (old) => old.priceTicks === each.priceTicks && old.quantityLots === each.quantityLots,
          ),
        );
        for (const { priceTicks } of same) {
          expect(asks.some((change) => change.priceTicks === priceTicks)).toBe(false);
        }
      }),
    );
  });
});
