import type { ErrorEntry } from './error-entry.ts';

/** One number an origin; what exactly happened is told by the code beside it. */
const RECEIPT = -32024;

/** Why there is no receipt of an order, as a person reads it. */
export const receiptErrors = {
  'receipt/gone': {
    message:
      'The part of the journal that holds this order is not kept here any more. The operator may have a copy of it.',
    httpStatus: 410,
    jsonRpcCode: RECEIPT,
  },
  'receipt/unknown-version': {
    message:
      'This command signed no version of this order: it was refused, or only made the order smaller. Ask for one of those named here.',
    httpStatus: 404,
    jsonRpcCode: RECEIPT,
  },
  'receipt/not-signed': {
    message: 'This order carries no signature, so that there is nothing to give a receipt for.',
    httpStatus: 409,
    jsonRpcCode: RECEIPT,
  },
  'receipt/not-reproducible': {
    message:
      'The journal does not lead to what was signed: it was for another contract. The operator has to look at it.',
    httpStatus: 409,
    jsonRpcCode: RECEIPT,
  },
  'receipt/busy': {
    message: 'More receipts are asked for than are made at once. Ask again in a moment.',
    httpStatus: 503,
    jsonRpcCode: RECEIPT,
  },
  'receipt/not-signable': {
    message:
      "The operator's key, which signs receipts, cannot be reached; the operator has been told. The order is not affected.",
    httpStatus: 503,
    jsonRpcCode: RECEIPT,
  },
  'receipt/unreadable': {
    message:
      'The journal cannot be read where it holds this order; the operator has been told. The order is not affected.',
    httpStatus: 503,
    jsonRpcCode: RECEIPT,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
