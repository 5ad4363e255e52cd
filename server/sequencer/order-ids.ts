import type { Leg } from '#server/engine/index.ts';
import type { CommandDraft } from './command-draft.ts';

/** Numbers that each command has for its orders: itself, and up to two legs. */
const IDS_PER_COMMAND = 4;
const FIRST_LEG = 1;
const SECOND_LEG = 2;

/** The largest sequence number whose order ids are still exact. */
export const MAX_SEQ = 2 ** 51 - 1;

/**
 * Gives an id to every order of a command that has none (0). Ids follow from the sequence number: no
 * other command has the same ones, ever, and a later order has the larger id.
 */
export function giveOrderIds(draft: CommandDraft, seq: number): void {
  const first = seq * IDS_PER_COMMAND;
  if (draft.kind === 'place') {
    if (draft.orderId === 0) draft.orderId = first;
    if (draft.takeProfit !== null) draft.takeProfit = named(draft.takeProfit, first + FIRST_LEG);
    if (draft.stopLoss !== null) draft.stopLoss = named(draft.stopLoss, first + SECOND_LEG);
  } else if (draft.kind === 'place-oco') {
    draft.limitLeg = named(draft.limitLeg, first + FIRST_LEG);
    draft.stopLeg = named(draft.stopLeg, first + SECOND_LEG);
  }
}

function named(leg: Leg, orderId: number): Leg {
  return leg.orderId === 0 ? { ...leg, orderId } : leg;
}
