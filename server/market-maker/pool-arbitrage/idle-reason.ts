/** Why the market maker does nothing, and what that means to whoever operates it. */
export const idleReasons = {
  'market-maker/in-line': 'Every pool is within its fee of the market. Nothing has to be done.',
  'market-maker/stale-price':
    'No market has a fresh price. Trading goes on when the price source is healthy again.',
  'market-maker/no-pools':
    'No pool with a priced pair of tokens was found. Check that the deployment is complete.',
  'market-maker/chain-unavailable':
    'The chain does not answer, or not as expected. Trading goes on with its next block.',
  'market-maker/transactions-pending':
    'Earlier transactions of the account are not mined yet. They are waited for, then replaced.',
  'market-maker/insufficient-inventory':
    'The account holds too little of a token that it would have to pay. It waits for the price to turn, or for a transfer.',
  'market-maker/out-of-gas':
    'The account holds too little native LUX to pay for transactions. Send it some.',
  'market-maker/fee-too-high':
    'The chain asks more for gas than the account may pay. Trading goes on when it is cheaper.',
} as const;

export type IdleReason = keyof typeof idleReasons;
