import type { SubmitOutcome } from '#server/chain/index.ts';

/** Why a call was not made, in a person's words. */
export function outcomeDetail(outcome: SubmitOutcome): string {
  if (outcome.kind === 'refused') return `${outcome.reason}: ${outcome.detail}`;
  return outcome.kind === 'reverted' && outcome.outOfGas ? 'it ran out of gas' : outcome.kind;
}
