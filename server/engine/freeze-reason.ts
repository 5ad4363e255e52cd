/**
 * Why an account takes no orders. `exit`: it asked the contract for all that it has. `unsettleable`:
 * what it signed does not count on chain. The position is the reason's bit in the state, and its number
 * in events and in the journal.
 */
export const freezeReasons = ['exit', 'unsettleable'] as const;

export type FreezeReason = (typeof freezeReasons)[number];

/** The reasons whose bits are set, in the order of their bits. */
export function reasonsOf(bits: number): readonly FreezeReason[] {
  return freezeReasons.filter((_, place) => (bits & (1 << place)) !== 0);
}

/** Of one reason. */
export function bitOf(reason: FreezeReason): number {
  return 1 << freezeReasons.indexOf(reason);
}

/** Every reason at once; no state holds more. */
export const ALL_REASONS = (1 << freezeReasons.length) - 1;
