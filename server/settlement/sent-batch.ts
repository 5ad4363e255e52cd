import type { Settlement } from '#lib/domain/settlement.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

/** A batch that was handed to the submitter. */
export type SentBatch = {
  readonly settlement: Settlement;
  readonly digest: string;
  readonly trades: ReadonlySet<number>;
  readonly withdrawals: readonly OpenWithdrawal[];
  /** When it was seen in a block; `null` before. */
  readonly minedMs: number | null;
};

/** What a batch that was sent is until its block is known. */
export const UNDER_WAY = {
  stage: 'settling',
  transaction: null,
  block: null,
  gasUsed: null,
} as const;
