import type { ErrorEntry } from './error-entry.ts';

/** One number an origin; what exactly happened is told by the code beside it. */
const FORBIDDEN = -32002;
const ORDER = -32010;
const RISK = -32011;
const MATCHING = -32012;
const MARKET = -32017;
const ACCOUNT = -32018;
const LEDGER = -32019;

/** Every reason for which the engine rejects a command (docs/matching.md), as a person reads it. */
export const rejectErrors = {
  'market/unknown': {
    message: 'No market has this number. The list is at /v1/markets.',
    httpStatus: 404,
    jsonRpcCode: MARKET,
  },
  'market/exists': {
    message: 'A market with this number is listed already. Choose another number.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/invalid-parameters': {
    message:
      'The parameters of this market contradict each other or are out of range. Correct them.',
    httpStatus: 400,
    jsonRpcCode: MARKET,
  },
  'market/invalid-transition': {
    message:
      'The market cannot change to this state from the one it is in. Look at its state first.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/pre-open': {
    message:
      'The market has not opened: it takes plain limit orders only. Send one, or wait for the opening.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/post-only': {
    message:
      'The market takes post-only orders only for now. Set post-only, or wait until it is open.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/cancel-only': {
    message: 'The market takes cancels only for now. Wait until it is open.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/halted': {
    message:
      'Trading in this market is halted; orders can still be canceled. Wait until it is open.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/delisted': {
    message: 'This market has been delisted and does not trade any more. Choose another one.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'market/no-reference-price': {
    message:
      'There is no price yet to protect a market order by. Send a limit order, or wait for a price.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'account/unknown': {
    message: 'There is no such account on the exchange. Deposit first: that opens one.',
    httpStatus: 404,
    jsonRpcCode: ACCOUNT,
  },
  'account/not-next': {
    message:
      'Accounts are numbered one after another, and this is not the next number. Use the next one.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
  'account/address-taken': {
    message: 'This address has an account already. Use that one.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
  'account/too-many': {
    message: 'The exchange has as many accounts as it takes. Ask the operator.',
    httpStatus: 503,
    jsonRpcCode: ACCOUNT,
  },
  'account/deadline-passed': {
    message:
      'The deadline of the dead-man switch is not in the future. Send a later one, or 0 to disarm it.',
    httpStatus: 400,
    jsonRpcCode: ACCOUNT,
  },
  'order/invalid-id': {
    message: 'The order has no valid number. Leave it out: the exchange gives one.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/duplicate-id': {
    message: 'Another open order has this number. Leave it out: the exchange gives one.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/client-id-reused': {
    message: 'This client order id already stands for a different order. Use a new one.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/unknown': {
    message:
      'No open order of this account has this id: it may be filled or canceled. Look at the open orders.',
    httpStatus: 404,
    jsonRpcCode: ORDER,
  },
  'order/invalid-quantity': {
    message: 'The size is not a whole number of lots within the range of the market. Correct it.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/quantity-too-large': {
    message: 'The size is above the largest that this market takes in one order. Split the order.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/invalid-price': {
    message: 'The price is not a whole number of ticks above zero and within range. Correct it.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/reduce-only-on-spot': {
    message: 'Reduce-only is for positions, and spot markets have none. Send the order without it.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/self-trade-mode': {
    message:
      'This market does not let an account trade with itself. Choose a way to prevent self-trades.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/invalid-combination': {
    message:
      'Some options of this order contradict each other. Remove one of them; the documentation names the pairs.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/invalid-display': {
    message:
      'The displayed size must be at least a hundredth of the order and at most all of it. Correct it.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/expired': {
    message: 'The expiry of this order has passed. Send it again with a later one.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/invalid-trigger-price': {
    message:
      'The trigger price is not a whole number of ticks above zero and within range. Correct it.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/would-trigger': {
    message:
      'The market is already beyond this trigger price. Choose another one, or trade at once.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/price-outside-band': {
    message:
      'The price is too far from the market. Choose one within the price band of the market.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/notional-too-large': {
    message: 'The value of this order is above what can be counted. Make it smaller.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/notional-too-small': {
    message: 'The value of this order is below the minimum of the market. Make it larger.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/nothing-to-modify': {
    message: 'The order already stands as asked. Change its price, its size or its trigger price.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/quantity-below-filled': {
    message:
      'The order is filled to this size or beyond. Choose a larger one, or cancel the order.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/linked': {
    message:
      'The size of an order with linked orders cannot be changed. Cancel it and place a new one.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'matching/self-cross': {
    message:
      'The order would trade with another of this account at the opening. Change the price, or cancel that one.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'matching/post-only-would-cross': {
    message:
      'The order is post-only and would have traded at once. Choose a price behind the best opposite one.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'matching/fill-or-kill': {
    message:
      'The order cannot be filled whole at once, so nothing was done. Make it smaller, or change its price.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'risk/too-many-orders': {
    message:
      'The account has as many open orders in this market as are accepted. Cancel some first.',
    httpStatus: 429,
    jsonRpcCode: RISK,
  },
  'risk/insufficient-funds': {
    message:
      'The available balance does not suffice. Deposit, cancel open orders, or make this one smaller.',
    httpStatus: 409,
    jsonRpcCode: RISK,
  },
  'ledger/unknown-asset': {
    message: 'The exchange holds no such asset. Choose one that is listed.',
    httpStatus: 404,
    jsonRpcCode: LEDGER,
  },
  'ledger/invalid-amount': {
    message: 'The amount is not a whole number of units above zero and within range. Correct it.',
    httpStatus: 400,
    jsonRpcCode: LEDGER,
  },
  'ledger/unknown-source': {
    message: 'Deposits come from sources 0 to 15, and this is none of them. Correct the source.',
    httpStatus: 400,
    jsonRpcCode: LEDGER,
  },
  'ledger/custody-full': {
    message: 'The exchange holds as much of this asset as it can count. Deposit less, or later.',
    httpStatus: 409,
    jsonRpcCode: LEDGER,
  },
  'auth/unknown-agent': {
    message:
      "The signature is of no agent of this account. Approve the agent first, or sign with the account's own key.",
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/agent-expired': {
    message:
      "The approval of this agent has ended. Let the account's owner approve it again, or another one.",
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/agent-market': {
    message:
      "This agent may not trade in this market. Let the account's owner approve it for the market.",
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/agent-notional': {
    message:
      "The order is larger than this agent may place. Make it smaller, or raise the agent's limit.",
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/wrong-epoch': {
    message:
      "The epoch is not the account's: it was raised meanwhile, or skipped. Read the present one, and sign again.",
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/signature-required': {
    message:
      'A signature is missing: orders, each of their legs, and any change but to a smaller size need one. Sign with the wallet or a trading key.',
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/signature-expired': {
    message:
      'The signature has expired. Check the clock of this device, and sign again with a later expiry.',
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/max-fee-too-low': {
    message:
      'The signature agrees to a lower fee than this market takes. Sign with a higher maximum fee.',
    httpStatus: 400,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/nonce-used': {
    message: 'The nonce has been used, or its time is over. Sign again with the next one.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/nonce-not-reserved': {
    message:
      'The nonce is not reserved for this signer. Reserve a range of nonces, and sign with one of it.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/approval-replayed': {
    message:
      'The nonce of this approval is not above that of the last one, here or on chain. Sign the approval with a larger nonce.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/approval-forgotten': {
    message:
      'Whether this approval was overtaken by another one is not known any more: the account has changed too many keys. Sign an approval with a larger nonce.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/nonces-exhausted': {
    message:
      'The account has no nonces left for orders that stay: it canceled too many of those to come on chain. Orders that are filled at once or not at all still work.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/too-many-agents': {
    message: 'The account has sixteen agents, as many as it may have. Revoke one of them first.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/agent-taken': {
    message: 'This address is an agent of another account. Choose another key.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/agent-is-account': {
    message:
      'This address has an account of its own, so it cannot be an agent. Choose another key.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
