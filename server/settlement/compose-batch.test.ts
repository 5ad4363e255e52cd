import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { fittingWithdrawals } from './compose-batch.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

const TO: Address = `0x${'12'.repeat(20)}`;
const BOUNDS = { fills: 400, bytes: 100_000, gas: 8_000_000 };

/** So many withdrawals with signatures of so many bytes. */
function withdrawals(count: number, signatureBytes: number): readonly OpenWithdrawal[] {
  return Array.from({ length: count }, (_, nonce) => ({
    ...{ account: 1, nonce, asset: 0, amount: 1, to: TO, native: false, epoch: 0, expiry: 1 },
    ...{ signature: new Uint8Array(signatureBytes), seq: nonce, requestedMs: 0 },
  }));
}

describe('withdrawals of one batch', () => {
  it('are as many as are counted, where keys signed them', () => {
    expect(fittingWithdrawals(withdrawals(3, 64), BOUNDS)).toHaveLength(3);
    expect(fittingWithdrawals(withdrawals(100, 64), BOUNDS)).toHaveLength(64);
  });

  it('are fewer where contracts have to be asked, each of which may use up its gas', () => {
    expect(fittingWithdrawals(withdrawals(64, 195), BOUNDS)).toHaveLength(19);
  });

  it('are fewer where their signatures are long', () => {
    const bounds = { ...BOUNDS, bytes: 1_000 };
    expect(fittingWithdrawals(withdrawals(64, 255), bounds)).toHaveLength(3);
  });
});
