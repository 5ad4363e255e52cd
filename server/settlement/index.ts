export { AuthorityRelay } from './authority-relay.ts';
export { Backstop } from './backstop.ts';
export { BatchPlanner } from './batch-planner.ts';
export { ContractBound } from './contract-bound.ts';
export { createExitFile } from './exit-file.ts';
export { ExitLog } from './exit-log.ts';
export { JournalBehindError } from './journal-behind-error.ts';
export { openSettlement } from './open-settlement.ts';
export { type BookStore, SettlementBook } from './settlement-book.ts';
export type { SettlementChain } from './settlement-chain.ts';
export { SettlementDesk } from './settlement-desk.ts';
export { SettlementService } from './settlement-service.ts';
export type {
  AssetSolvency,
  LedgerDifference,
  MoneyUnderWay,
  Reconciliation,
  SettlementChange,
  SettlementStatus,
  SettlementView,
  TransferChange,
} from './settlement-view.ts';
export { TakeOut, type Trouble } from './take-out.ts';
export { thawAccount } from './thaw-account.ts';
