/** The largest value of a Solidity `uint112`: the largest reserve of a V2 pair. */
export const MAX_UINT112 = (1n << 112n) - 1n;

/** The largest value of a Solidity `uint160`. */
export const MAX_UINT160 = (1n << 160n) - 1n;

/** The largest value of a Solidity `int256`: the largest amount that a V3 pool takes. */
export const MAX_INT256 = (1n << 255n) - 1n;

/** The largest value of a Solidity `uint256`. */
export const MAX_UINT256 = (1n << 256n) - 1n;
