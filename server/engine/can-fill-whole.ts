import type { Lots } from '#lib/domain/quanta.ts';
import { isBeyond } from './check-terms.ts';
import { ALLOW_SELF_TRADE, CANCEL_OLDEST } from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import { MAKERS_MET } from './match-order.ts';
import { NONE } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';

/** How far a fill-or-kill order has come in its mind. */
type Walk = { remaining: Lots; met: number };

/**
 * Whether matching would fill the order whole: the same levels, makers, hidden slices, self-trade
 * rules and bound of makers, without changing anything.
 */
export function canFillWhole(state: EngineState, market: ListedMarket, terms: OrderTerms): boolean {
  const levels = market.book.opposite(terms.side);
  const walk: Walk = { remaining: terms.quantity, met: 0 };
  for (let price = levels.best; price !== 0; price = levels.worseThan(price)) {
    if (isBeyond(terms.side, price, state.price)) return false;
    const goesOn = walkLevel(state, levels.headAt(price), { terms, walk });
    if (walk.remaining === 0) return true;
    if (!goesOn) return false;
  }
  return false;
}

/** Meets a level's orders once, then the icebergs' further slices in rounds; whether to go on. */
function walkLevel(
  state: EngineState,
  head: number,
  { terms, walk }: { readonly terms: OrderTerms; readonly walk: Walk },
): boolean {
  const { pool } = state;
  const levels = state.listed(terms.market).book.opposite(terms.side);
  const hidden: { slot: number; lots: Lots }[] = [];
  for (let slot = head; slot !== NONE && walk.remaining > 0; slot = levels.next(slot)) {
    if (walk.met === MAKERS_MET) return false;
    walk.met += 1;
    if (pool.account(slot) === terms.account && terms.selfTrade !== ALLOW_SELF_TRADE) {
      if (terms.selfTrade !== CANCEL_OLDEST) return false;
      continue;
    }
    walk.remaining -= Math.min(walk.remaining, pool.visible(slot));
    if (pool.hidden(slot) > 0) hidden.push({ slot, lots: pool.hidden(slot) });
  }
  return walkHidden(state, hidden, walk);
}

function walkHidden(
  { pool, details }: EngineState,
  icebergs: { slot: number; lots: Lots }[],
  walk: Walk,
): boolean {
  let round = icebergs;
  while (round.length > 0 && walk.remaining > 0) {
    for (const iceberg of round) {
      if (walk.remaining === 0) return true;
      if (walk.met === MAKERS_MET) return false;
      walk.met += 1;
      const slice = Math.min(details.display(pool.details(iceberg.slot)), iceberg.lots);
      walk.remaining -= Math.min(walk.remaining, slice);
      iceberg.lots -= slice;
    }
    round = round.filter(({ lots }) => lots > 0);
  }
  return true;
}
