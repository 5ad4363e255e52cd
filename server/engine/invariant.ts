/**
 * Stops the process when what must hold does not: nothing catches this, because a wrong state must
 * not be traded on (HOUSE.md, The deterministic core).
 *
 * @throws InvariantError
 */
export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new InvariantError(what);
}

/** A fault of the engine itself, never of its input. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}
