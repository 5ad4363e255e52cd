import type { CommandDraft } from './command-draft.ts';

/** Numbers that each command has for its orders: itself, and up to two legs. */
const IDS_PER_COMMAND = 4;
const FIRST_LEG = 1;
const SECOND_LEG = 2;

/** The largest sequence number whose order ids are still exact. */
export const MAX_SEQ = 2 ** 51 - 1;

/**
 * The command that gave an order its id, and the order that this command placed: an order's own id,
 * or of a take-profit or stop-loss that of the order it belongs to.
 */
export function placingOf(orderId: number): { readonly seq: number; readonly orderId: number } {
  const seq = Math.floor(orderId / IDS_PER_COMMAND);
  return { seq, orderId: seq * IDS_PER_COMMAND };
}

/** Which ids of a command were given to it, as a sum. */
const ORDER_ID = 1;
const FIRST_LEG_ID = 2;
const SECOND_LEG_ID = 4;

/**
 * Gives an id to every order of a command that has none (0). Ids follow from the sequence number: no
 * other command has the same ones, ever, and a later order has the larger id.
 *
 * @returns Which ids it has given, for `takeBackOrderIds`.
 */
export function giveOrderIds(draft: CommandDraft, seq: number): number {
  const first = seq * IDS_PER_COMMAND;
  let given = 0;
  if (draft.kind === 'place') {
    const { takeProfit, stopLoss } = draft;
    if (draft.orderId === 0) {
      draft.orderId = first;
      given += ORDER_ID;
    }
    if (takeProfit?.orderId === 0) {
      draft.takeProfit = { ...takeProfit, orderId: first + FIRST_LEG };
      given += FIRST_LEG_ID;
    }
    if (stopLoss?.orderId === 0) {
      draft.stopLoss = { ...stopLoss, orderId: first + SECOND_LEG };
      given += SECOND_LEG_ID;
    }
  } else if (draft.kind === 'place-oco') {
    const { limitLeg, stopLeg } = draft;
    if (limitLeg.orderId === 0) {
      draft.limitLeg = { ...limitLeg, orderId: first + FIRST_LEG };
      given += FIRST_LEG_ID;
    }
    if (stopLeg.orderId === 0) {
      draft.stopLeg = { ...stopLeg, orderId: first + SECOND_LEG };
      given += SECOND_LEG_ID;
    }
  }
  return given;
}

/** Takes back the ids that `giveOrderIds` has given to a command which then was not taken. */
export function takeBackOrderIds(draft: CommandDraft, given: number): void {
  const hasFirst = (given & FIRST_LEG_ID) !== 0;
  const hasSecond = (given & SECOND_LEG_ID) !== 0;
  if (draft.kind === 'place') {
    const { takeProfit, stopLoss } = draft;
    if ((given & ORDER_ID) !== 0) draft.orderId = 0;
    if (hasFirst && takeProfit !== null) draft.takeProfit = { ...takeProfit, orderId: 0 };
    if (hasSecond && stopLoss !== null) draft.stopLoss = { ...stopLoss, orderId: 0 };
  } else if (draft.kind === 'place-oco') {
    if (hasFirst) draft.limitLeg = { ...draft.limitLeg, orderId: 0 };
    if (hasSecond) draft.stopLeg = { ...draft.stopLeg, orderId: 0 };
  }
}
