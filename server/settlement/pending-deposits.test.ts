import { describe, expect, it } from 'vitest';
import { type Deposited, PendingDeposits, pendingDepositOf } from './pending-deposits.ts';

const USDT_ON_CHAIN = 0;
/** The contract's owner may list an asset at any time; the ledger does not know it. */
const UNTRADED = [4_000, -1, 255];

function deposited(asset: number): Deposited {
  const hash = `0x${'07'.repeat(32)}` as const;
  return {
    ...{ kind: 'deposited', depositId: 5, account: `0x${'A1'.repeat(20)}`, asset, quanta: 12 },
    ...{ block: 7, blockHash: hash, transaction: hash, logIndex: 0 },
  };
}

const told = { confirmationsOf: () => 2, needed: 3 };

describe('a deposit that waits', () => {
  it('is kept until its block is given up, and shown by the symbol of its asset', () => {
    const pending = new PendingDeposits();
    const event = deposited(USDT_ON_CHAIN);
    pending.add(event);
    expect(pending.all()).toEqual([event]);
    expect(pendingDepositOf(event, told)).toMatchObject({
      ...{ account: `0x${'a1'.repeat(20)}`, asset: 'USDT', quanta: 12 },
      ...{ confirmations: 2, needed: 3, depositId: 5 },
    });
    expect(pending.undo(8)).toEqual([]);
    expect(pending.undo(7)).toEqual([event]);
    expect(pending.all()).toEqual([]);
  });

  it.each(UNTRADED)('is neither kept nor shown when asset %i is not traded here', (asset) => {
    const pending = new PendingDeposits();
    const event = deposited(asset);
    pending.add(event);
    expect(pending.all()).toEqual([]);
    expect(pending.undo(0)).toEqual([]);
    expect(pendingDepositOf(event, told)).toBeNull();
  });
});
