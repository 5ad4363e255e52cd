import type { ErrorEntry } from './error-entry.ts';

const ORDER = -32010;
const MATCHING = -32012;
const MARKET = -32017;
const ACCOUNT = -32018;

/** Why an order ended otherwise than filled, where no rejection says the same, as a person reads it. */
export const doneErrors = {
  'order/canceled': {
    message: 'The order was canceled.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/sibling-done': {
    message: 'The other order of the pair was filled, so this one was canceled.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'order/parent-done': {
    message: 'The order that this one belonged to ended without a fill, so this one did too.',
    httpStatus: 409,
    jsonRpcCode: ORDER,
  },
  'matching/ioc-rest': {
    message: 'What could not be filled at once was canceled, as the order said.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'matching/maker-limit': {
    message: 'The order met more resting orders than one may at once. Send the rest again.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'matching/self-trade': {
    message: 'The order would have traded with another of this account, so it was canceled.',
    httpStatus: 409,
    jsonRpcCode: MATCHING,
  },
  'market/closed': {
    message: 'The market stopped taking such orders before this one could trade.',
    httpStatus: 409,
    jsonRpcCode: MARKET,
  },
  'account/dead-man': {
    message: 'The dead-man switch was not set again in time, so open orders were canceled.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
  'account/epoch': {
    message: 'The account ended everything that was signed before. Sign new orders.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
