import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';

/** What can happen, and how often beside the others. */
const FAULTS = [
  ['kill', 3],
  ['kill-recovering', 1],
  ['kill-lost-store', 1],
  ['kill-older-files', 1],
  ['rpc', 3],
  ['rpc-all', 1],
  ['lagging-node', 2],
  ['forked-node', 2],
  ['drop', 2],
  ['reorg', 3],
  ['fee', 2],
  ['steal', 2],
  ['poor', 2],
  ['cancel-on-chain', 2],
  ['revoke-key', 2],
  ['narrow-key', 2],
  ['bump-epoch', 1],
  ['exit', 1],
  ['exit-and-back', 1],
  ['exit-unsettled', 1],
  ['exits-unsettled', 1],
  ['take-back-word', 2],
] as const;

export type Fault = (typeof FAULTS)[number][0];

export type PlannedFault = {
  readonly fault: Fault;
  /** Since the one before. */
  readonly afterMs: number;
  /** 1 … 1,000: how much of it, where that can be said. */
  readonly strength: number;
};

/** What happens in a round; the same for the same state of the random numbers. */
export function planFaults(random: SeededRandom): readonly PlannedFault[] {
  return Array.from({ length: random.between(2, 5) }, () => ({
    fault: random.weighted(FAULTS),
    afterMs: random.between(50, 1_200),
    strength: random.between(1, 1_000),
  }));
}
