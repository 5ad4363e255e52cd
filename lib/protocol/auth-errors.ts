import type { ErrorEntry } from './error-entry.ts';

const UNAUTHENTICATED = -32001;
const FORBIDDEN = -32002;
const RATE_LIMITED = -32005;
const ORDER = -32010;

/** Why somebody is not who they say they are, or may not do what they ask for, as a person reads it. */
export const authErrors = {
  'auth/required': {
    message: 'This needs an identity. Sign in, or authenticate with a trading key, and ask again.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/invalid-token': {
    message: 'This session token is not valid here. Sign in again.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/session-expired': {
    message: 'The session has expired. Sign in again; open orders stay as they are.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/invalid-credentials': {
    message:
      'The API key is no trading key of an account, or its secret is not its own. Approve it; an account opens with its first deposit.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/invalid-signature': {
    message:
      'The signature is not one of the account or of its trading keys over this. Sign again.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/wrong-signer': {
    message:
      'Somebody else signed this: chain, contract or a field differ from what was signed. Compare them with what is named here, and sign again.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/invalid-challenge': {
    message: 'The nonce is unknown, used or too old. Ask for a new one and sign that.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/invalid-login': {
    message: 'The sign-in message is not one for this exchange and chain. Correct the named field.',
    httpStatus: 400,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/not-signed': {
    message: 'The wallet or key did not sign, so nothing was sent. Ask again and confirm it there.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/busy': {
    message: 'More sign in than is accepted at once. Wait as long as is said, then sign in again.',
    httpStatus: 503,
    jsonRpcCode: RATE_LIMITED,
  },
  'auth/agent-revoked': {
    message: 'The owner has revoked this trading key. Authenticate with another one.',
    httpStatus: 401,
    jsonRpcCode: UNAUTHENTICATED,
  },
  'auth/not-signable': {
    message: 'A field is out of the range that can be signed. Correct the named field.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'auth/price-not-signed': {
    message:
      'A market order signs the worst price that it may trade at. Send one, such as the one named here.',
    httpStatus: 400,
    jsonRpcCode: ORDER,
  },
  'auth/epoch-untold': {
    message:
      'The contract cannot begin another epoch yet: it begins one a minute, and yours with your next trade. Cancel your orders instead, or begin the epoch on chain.',
    httpStatus: 409,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/owner-required': {
    message: 'Only the owner of the account may do this. Sign it with the wallet of the account.',
    httpStatus: 403,
    jsonRpcCode: FORBIDDEN,
  },
  'auth/clock-skew': {
    message: 'Your clock differs from that of the exchange by more than is accepted. Set it right.',
    httpStatus: 400,
    jsonRpcCode: FORBIDDEN,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
