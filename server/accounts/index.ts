export {
  AccountActivity,
  type AccountActivityOptions,
  type StoredActivity,
  type StoredOrder,
} from './account-activity.ts';
export type { AccountUpdate } from './account-update.ts';
export { BalanceReader, type BalanceUpdate } from './balance-reader.ts';
export { doneCodes } from './done-code.ts';
export { engineActivity } from './engine-activity.ts';
export { fillOf } from './fill-of.ts';
export { findParentsIn } from './find-parents.ts';
