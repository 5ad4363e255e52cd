/** What somebody signed of an order that buys, besides whose it is. */
export const SAMPLE_TERMS = {
  market: 1,
  flags: 0,
  price: 6_700_000,
  quantity: 30,
  triggerPrice: 0,
  nonce: 77,
  expiry: 2_000_000_000,
  epoch: 0,
  maxFeePpm: 500,
} as const;
