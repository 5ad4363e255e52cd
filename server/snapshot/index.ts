export { type ControlTotals, controlTotals } from './control-totals.ts';
export { IdleWhenAhead, idleHelpers } from './idle-class.ts';
export { lowerPriority } from './lower-priority.ts';
export { LogGapError, LogMismatchError, Replica } from './replica.ts';
export type { ShadowReport } from './shadow.ts';
export { ShadowThread } from './shadow-thread.ts';
export {
  decodeSnapshot,
  type Snapshot,
  SnapshotDamagedError,
  SnapshotUnreadableError,
} from './snapshot-format.ts';
export { type FoundSnapshot, SnapshotFolderError, SnapshotStore } from './snapshot-store.ts';
