export { Store } from './store.ts';
export type { KeptChange, KeptRow, SettlementRow, WithdrawalRow } from './store-batch.ts';
export { StoreMismatchError } from './store-mismatch-error.ts';
