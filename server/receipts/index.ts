export { type AcceptedOrder, type ReceiptSigner, Receipts } from './receipts.ts';
export { RecordThread } from './record-thread.ts';
export { type RecordedOrder, recordedChange, recordedOrder } from './recorded-order.ts';
