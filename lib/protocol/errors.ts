import { authErrors } from './auth-errors.ts';
import { coreErrors } from './core-errors.ts';
import { custodyErrors } from './custody-errors.ts';
import { doneErrors } from './done-errors.ts';
import type { ErrorEntry } from './error-entry.ts';
import { receiptErrors } from './receipt-errors.ts';
import { rejectErrors } from './reject-errors.ts';

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;
const UNAVAILABLE = -32004;
const FORBIDDEN = -32002;
const RATE_LIMITED = -32005;
const ORDER = -32010;
const ORACLE = -32014;
const CHAIN = -32015;
const FAUCET = -32016;

/** Every error that crosses the wire, `origin/reason`. A code never changes its meaning. */
export const errors = {
  'gateway/malformed-json': {
    message: 'This is not valid JSON. Correct its syntax and send it again.',
    httpStatus: 400,
    jsonRpcCode: PARSE_ERROR,
  },
  'gateway/too-deep': {
    message: 'The JSON is nested more deeply than is accepted. Send a flatter message.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/forbidden-key': {
    message: 'The JSON holds a key that is never accepted. Remove it.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/duplicate-key': {
    message: 'An object names the same key twice, so it could be read in two ways. Send it once.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/binary-frame': {
    message: 'Binary frames are not accepted. Send JSON in text frames.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/payload-too-large': {
    message: 'The message is larger than 64 KiB. Split it.',
    httpStatus: 413,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/invalid-message': {
    message: 'The message does not have the expected form. Correct the named field.',
    httpStatus: 400,
    jsonRpcCode: INVALID_PARAMS,
  },
  'gateway/invalid-request': {
    message: 'This is not a valid JSON-RPC 2.0 request. Send jsonrpc, method, params and id.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/batch-too-large': {
    message: 'The batch holds more requests than are accepted at once. Split it.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/unknown-type': {
    message: 'No message of this type exists. Check its spelling.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/unknown-method': {
    message: 'No method of this name exists. Check its spelling.',
    httpStatus: 404,
    jsonRpcCode: METHOD_NOT_FOUND,
  },
  'gateway/unknown-channel': {
    message: 'No channel of this name exists. Check its spelling.',
    httpStatus: 404,
    jsonRpcCode: INVALID_PARAMS,
  },
  'gateway/unknown-symbol': {
    message: 'No market has this symbol. The list is at /v1/markets.',
    httpStatus: 404,
    jsonRpcCode: INVALID_PARAMS,
  },
  'gateway/not-available': {
    message: 'This is not available on this exchange yet.',
    httpStatus: 501,
    jsonRpcCode: UNAVAILABLE,
  },
  'gateway/not-found': {
    message: 'Nothing is served at this address. The interface is described at /openapi.json.',
    httpStatus: 404,
    jsonRpcCode: METHOD_NOT_FOUND,
  },
  'gateway/method-not-allowed': {
    message:
      'This address does not answer to that HTTP method. The Allow header names those it does.',
    httpStatus: 405,
    jsonRpcCode: METHOD_NOT_FOUND,
  },
  'gateway/unsupported-media-type': {
    message: 'Only JSON is accepted. Send the header Content-Type: application/json.',
    httpStatus: 415,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/upgrade-required': {
    message: 'This port speaks WebSocket only. REST and JSON-RPC are on the HTTP port.',
    httpStatus: 426,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/socket-only': {
    message: 'Subscriptions need a WebSocket. Connect to /ws and send this there.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/malformed-http': {
    message: 'This is not a valid HTTP request. Correct its address, headers and body length.',
    httpStatus: 400,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/headers-too-large': {
    message: 'Address and headers of the request are larger than is accepted. Shorten them.',
    httpStatus: 431,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/request-timeout': {
    message: 'The request did not arrive whole in time. Send it again without pauses.',
    httpStatus: 408,
    jsonRpcCode: INVALID_REQUEST,
  },
  'gateway/origin-not-allowed': {
    message: 'Pages of this origin may not use the exchange. Open the exchange at its own address.',
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'gateway/rate-limited': {
    message:
      'Too many requests from this address. Wait as long as is said, then go on more slowly.',
    httpStatus: 429,
    jsonRpcCode: RATE_LIMITED,
  },
  'gateway/too-many-connections': {
    message:
      'Too many connections from this address. Close some, or share one between subscriptions.',
    httpStatus: 429,
    jsonRpcCode: RATE_LIMITED,
  },
  'gateway/too-many-subscriptions': {
    message:
      'This connection has as many subscriptions as are accepted. Unsubscribe from some first.',
    httpStatus: 429,
    jsonRpcCode: RATE_LIMITED,
  },
  'gateway/shutting-down': {
    message: 'The exchange is restarting. Connect again in a few seconds.',
    httpStatus: 503,
    jsonRpcCode: INTERNAL_ERROR,
  },
  'gateway/internal': {
    message: 'Something failed on our side; it has been logged. Try again in a moment.',
    httpStatus: 500,
    jsonRpcCode: INTERNAL_ERROR,
  },
  'order/invalid-tick': {
    message: 'The price is no whole number of ticks of this market. Send one of the nearest.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/invalid-lot': {
    message: 'The size is no whole number of lots of this market. Send one of the nearest.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'order/conflicting-ids': {
    message: 'The ids that were sent name different orders. Send only one of them.',
    httpStatus: 400,
    jsonRpcCode: INVALID_PARAMS,
  },
  ...authErrors,
  ...doneErrors,
  ...rejectErrors,
  ...coreErrors,
  ...custodyErrors,
  ...receiptErrors,
  'oracle/no-price': {
    message: 'There is no price for this market now. Try again when a source is healthy.',
    httpStatus: 503,
    jsonRpcCode: ORACLE,
  },
  'oracle/no-history': {
    message: 'Prices do not reach back over the whole window. Ask for a shorter one.',
    httpStatus: 409,
    jsonRpcCode: ORACLE,
  },
  'chain/unavailable': {
    message: 'The chain does not answer. Try again when the connection is back.',
    httpStatus: 503,
    jsonRpcCode: CHAIN,
  },
  'faucet/not-available': {
    message: 'There is no faucet on this network. Tokens have to be bought or bridged.',
    httpStatus: 404,
    jsonRpcCode: FAUCET,
  },
  'faucet/invalid-address': {
    message:
      'This is no address to fund. Send 0x and 40 hexadecimal digits, correctly checksummed.',
    httpStatus: 400,
    jsonRpcCode: INVALID_PARAMS,
  },
  'faucet/in-flight': {
    message: 'Tokens are already on their way to this address. Wait for that transaction.',
    httpStatus: 409,
    jsonRpcCode: FAUCET,
  },
  'faucet/cool-down': {
    message: 'This address was funded a short while ago. Wait as long as is said, then ask again.',
    httpStatus: 429,
    jsonRpcCode: FAUCET,
  },
  'faucet/cap-reached': {
    message: 'This address has received all that the faucet gives to one. Use another address.',
    httpStatus: 403,
    jsonRpcCode: FAUCET,
  },
  'faucet/recipient-refused': {
    message: 'The contract at this address does not take LUX. Use the address of an account.',
    httpStatus: 403,
    jsonRpcCode: FAUCET,
  },
  'faucet/busy': {
    message: 'Too many are waiting for the faucet. Try again in a few seconds.',
    httpStatus: 503,
    jsonRpcCode: FAUCET,
  },
  'faucet/exhausted': {
    message: 'The faucet has run dry. On the local network begin anew with `npm start -- --reset`.',
    httpStatus: 503,
    jsonRpcCode: FAUCET,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof errors;

/** Whether a text is a code of the table; servers of another version may send others. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errors, text);
}
