import type { SubmitCall, SubmitOutcome } from '#server/chain/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { AuthorityRelay } from './authority-relay.ts';
import type { BatchPlanner } from './batch-planner.ts';
import type { SettlementBook } from './settlement-book.ts';
import type { SettlementChain } from './settlement-chain.ts';
import type { TakeOut } from './take-out.ts';

export type SettlementLimits = {
  /** A batch goes out with so many trades … */
  readonly settlementTrades: number;
  /** … or when the oldest has waited for so long. */
  readonly settlementAgeMs: number;
  /** Time between two looks, and after a failure. */
  readonly settlementPollMs: number;
  readonly settlementRetryMs: number;
  /** So long a batch that was mined is waited for before the contract is believed to lack it. */
  readonly settlementMinedMs: number;
  /** Time between attempts at what the backstop could not take over, or could not be paid. */
  readonly settlementHoldMs: number;
};

export type SettlementServiceOptions = {
  readonly port: Pick<ExchangePort, 'execute' | 'read'>;
  readonly book: SettlementBook;
  readonly chain: SettlementChain;
  readonly planner: BatchPlanner;
  readonly relay: Pick<AuthorityRelay, 'overtaken' | 'tellOvertaken'>;
  readonly takeOut: TakeOut;
  /** Sees what was sent in an earlier life of the process through. */
  readonly resume: () => Promise<unknown>;
  readonly submit: (call: SubmitCall) => Promise<SubmitOutcome>;
  /** The most gas that a call can be given. */
  readonly mostGas: () => bigint;
  readonly limits: SettlementLimits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** A batch went out, or what stands in the way has changed. */
  readonly onChange: () => void;
};
