import type { Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';
import type { ContractName, Deployment } from '#lib/domain/network.ts';

/** What the gateway needs to know of the chain. */
export type ChainView = {
  status(): {
    readonly reachable: boolean;
    readonly error: string | null;
    readonly head: Block | null;
    /** What only a person can repair. */
    readonly fault: { readonly detail: string } | null;
  };
  /** Returns the function that ends the subscription. */
  listen(listener: { block(block: Block): void }): () => void;
  /** What was found when the network was verified; `null` while that has not succeeded yet. */
  network(): {
    readonly genesisHash: Hash;
    readonly deployment: Deployment | null;
    readonly genesisMatches: boolean;
    readonly missingContracts: readonly ContractName[];
  } | null;
  /** Why the network could not be verified; `null` when it was, or has not been tried. */
  networkError(): string | null;
  /** How the clearing house differs from what the markets need; absent = nobody has looked. */
  readonly custodyFaults?: () => readonly string[];
};
