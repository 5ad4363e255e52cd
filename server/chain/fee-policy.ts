/** What a transaction offers for each unit of gas, in wei. */
export type GasFees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

export type FeeLimits = {
  /** Wei for a unit of gas that are never exceeded. */
  readonly maxFeeWei: bigint;
  /** Wei for a unit of gas that the block's producer is offered at first. */
  readonly priorityWei: bigint;
};

/** Nodes take a replacement that offers at least a tenth more of both; an eighth is on the safe side. */
const BUMP_DIVISOR = 8n;
/** Room for the base fee to double before the transaction is too cheap. */
const BASE_FEE_ROOM = 2n;

/**
 * What to offer at first: twice the base fee and the priority fee, within the cap.
 *
 * @returns `null` while even the present base fee and the priority fee are above the cap.
 */
export function firstFees(baseFeeWei: bigint, limits: FeeLimits): GasFees | null {
  const { maxFeeWei, priorityWei } = limits;
  if (baseFeeWei + priorityWei > maxFeeWei) return null;
  const wanted = BASE_FEE_ROOM * baseFeeWei + priorityWei;
  return { maxFeePerGas: smaller(wanted, maxFeeWei), maxPriorityFeePerGas: priorityWei };
}

/**
 * What to offer so that nodes take it in place of what was offered: an eighth more of both, and what
 * a first offer would be now.
 *
 * @returns `null` when that is above the cap.
 */
export function bumpedFees(
  offered: GasFees,
  { baseFeeWei, limits }: { readonly baseFeeWei: bigint; readonly limits: FeeLimits },
): GasFees | null {
  const priority = larger(bumped(offered.maxPriorityFeePerGas), limits.priorityWei);
  const least = bumped(offered.maxFeePerGas);
  if (least > limits.maxFeeWei || baseFeeWei + priority > limits.maxFeeWei) return null;
  const wanted = larger(least, BASE_FEE_ROOM * baseFeeWei + priority);
  return { maxFeePerGas: smaller(wanted, limits.maxFeeWei), maxPriorityFeePerGas: priority };
}

/** Rounded up, so that it is an eighth also of a few wei. */
function bumped(wei: bigint): bigint {
  return wei + (wei + BUMP_DIVISOR - 1n) / BUMP_DIVISOR;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
