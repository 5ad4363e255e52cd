import type { BookLevel } from '#lib/domain/book-level.ts';

/**
 * What has to be told about one side of a book: levels that are new or other than before, and with
 * 0 lots those that are gone. Both lists are sorted from the best price on; so is the answer.
 *
 * @param sign - 1 where better prices are lower (asks), −1 where they are higher (bids)
 */
export function diffLevels(
  {
    before,
    after,
  }: { readonly before: readonly BookLevel[]; readonly after: readonly BookLevel[] },
  sign: 1 | -1,
): BookLevel[] {
  const changes: BookLevel[] = [];
  let at = 0;
  for (const level of after) {
    for (let old = before[at]; old !== undefined && isBetter(old, level, sign); old = before[at]) {
      changes.push(gone(old));
      at += 1;
    }
    const old = before[at];
    if (old?.priceTicks === level.priceTicks) at += 1;
    if (!isSame(old, level)) changes.push(level);
  }
  for (; at < before.length; at += 1) changes.push(gone(before[at] as BookLevel));
  return changes;
}

function isBetter(one: BookLevel, other: BookLevel, sign: 1 | -1): boolean {
  return (one.priceTicks - other.priceTicks) * sign < 0;
}

function isSame(one: BookLevel | undefined, other: BookLevel): boolean {
  return (
    one?.priceTicks === other.priceTicks &&
    one.quantityLots === other.quantityLots &&
    one.orderCount === other.orderCount
  );
}

function gone({ priceTicks }: BookLevel): BookLevel {
  return { priceTicks, quantityLots: 0, orderCount: 0 };
}
