import type { Address } from '#lib/domain/address.ts';

/** Who is on the other end of a connection or request, once they have shown it. */
export type Principal = {
  /**
   * - `session`: the owner signed in. Reads, cancels, and sends orders that carry a signature.
   * - `agent`: an approved trading key answered a challenge. The same, on behalf of its owner.
   * - `api-key`: a trading key was handed over; orders without a signature are signed with it.
   */
  readonly kind: 'session' | 'agent' | 'api-key';
  /** The owner's account when they authenticated; `null` = none was open then. */
  readonly account: number | null;
  /** The owner's address, lower case. */
  readonly address: Address;
  /** The agent's address, lower case; `null` = the owner itself. */
  readonly agent: Address | null;
  /** Private key of an `api-key`, 32 bytes; `null` for the others. It is never logged or stored. */
  readonly agentKey: Uint8Array | null;
  /** Milliseconds since the epoch; not valid any more from then on. */
  readonly expiresMs: number;
};
