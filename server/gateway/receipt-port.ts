import type { Receipts } from '#server/receipts/index.ts';

/** Makes receipts of accepted orders. */
export type ReceiptPort = Pick<Receipts, 'receipt'>;
