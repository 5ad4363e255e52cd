import type { OpenWithdrawal } from './withdrawal-queue.ts';

/** Nothing is settled any more until somebody has looked. */
export class SettlementHaltedError extends Error {
  override readonly name = 'SettlementHaltedError';
}

/** The contract does not pay a withdrawal. */
export class WithdrawalRefusedError extends Error {
  override readonly name = 'WithdrawalRefusedError';

  constructor({ account, nonce }: OpenWithdrawal, code: string) {
    super(`Withdrawal ${nonce} of account ${account} is not paid: ${code}.`);
  }
}
