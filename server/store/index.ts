export { Store } from './store.ts';
export type {
  DepositRow,
  KeptChange,
  KeptRow,
  SettlementRow,
  WithdrawalRow,
} from './store-batch.ts';
export { StoreMismatchError } from './store-mismatch-error.ts';
