export { AuthorityRelay } from './authority-relay.ts';
export { Backstop } from './backstop.ts';
export { BatchPlanner } from './batch-planner.ts';
export { JournalBehindError } from './journal-behind-error.ts';
export { openSettlement } from './open-settlement.ts';
export { type BookStore, SettlementBook } from './settlement-book.ts';
export type { SettlementChain } from './settlement-chain.ts';
export { SettlementDesk } from './settlement-desk.ts';
export { SettlementService } from './settlement-service.ts';
export type {
  AssetSolvency,
  LedgerDifference,
  Reconciliation,
  SettlementChange,
  SettlementStatus,
  SettlementView,
} from './settlement-view.ts';
export { TakeOut, type Trouble } from './take-out.ts';
