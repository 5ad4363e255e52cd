import { sfc32 } from './sfc32.ts';
import { generateWorkload, type Workload } from './workload.ts';

/** Commands of several markets, and in which order they come. */
export type Flow = {
  readonly workloads: readonly Workload[];
  /** For each command: which workload's next one it is. */
  readonly sequence: Uint8Array;
};

/** The commands of one market. */
export function singleFlow(workload: Workload): Flow {
  return { workloads: [workload], sequence: new Uint8Array(workload.stream.count) };
}

/** As many as an exchange has. */
export const MARKETS = 63;
const MIN_LIVE = 100;

/**
 * Markets whose popularity falls as one over their rank: the first has a fifth of all commands and of
 * all resting orders. Which market is next is random.
 */
export function zipfFlow({ count, live }: { readonly count: number; readonly live: number }): Flow {
  const shares = Array.from({ length: MARKETS }, (_, rank) => 1 / (rank + 1));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const sequence = randomSequence(shares, count);
  const counts = new Uint32Array(MARKETS);
  for (const market of sequence) counts[market] = (counts[market] ?? 0) + 1;
  const workloads = shares.map((share, rank) =>
    generateWorkload({
      count: counts[rank] ?? 0,
      seed: 100 + rank,
      live: Math.max(MIN_LIVE, Math.round((live * share) / whole)),
      profile: 'base',
      ids: 'dense',
    }),
  );
  return { workloads, sequence };
}

/** So many draws, each number as often as its share says. */
function randomSequence(shares: readonly number[], count: number): Uint8Array {
  const random = sfc32(11);
  const limits: number[] = [];
  let sum = 0;
  for (const share of shares) {
    sum += share;
    limits.push(sum);
  }
  return Uint8Array.from({ length: count }, () => {
    const draw = (random() / 4_294_967_296) * sum;
    return limits.findIndex((limit) => draw < limit);
  });
}
