/**
 * What goes wrong with the disk of a child:
 * - `none`: nothing.
 * - `short`: writes write less than they are given.
 * - `full`: the disk is full (ENOSPC).
 * - `sync`: a write fails (EIO) although its bytes may have arrived.
 * - `torn`: the process dies while a write is under way, some sectors of which have arrived.
 */
export type FaultKind = 'none' | 'short' | 'full' | 'sync' | 'torn';

export type Fault = {
  readonly kind: FaultKind;
  /** Writes of blocks that go well before it happens. */
  readonly afterWrites: number;
  readonly seed: number;
};
