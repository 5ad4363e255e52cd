/** Parts in a million: the unit of fees, shares, slippage and price impact. */
export const PPM = 1_000_000n;
