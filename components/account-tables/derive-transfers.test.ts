import { describe, expect, it } from 'vitest';
import type { ForcedExit, PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import type { Transfer } from '#lib/protocol/wire-transfer.ts';
import { deriveTransfers, type TransferLists } from './derive-transfers.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;
const OTHER = `0x${'cd'.repeat(32)}` as const;
const TO = `0x${'12'.repeat(20)}` as const;

const deposit = (seq: number, timestampMs: number): Transfer => ({
  seq,
  asset: 'USDT',
  amount: 12_345_500_000,
  timestampMs,
  transaction: OTHER,
});

const withdrawal = (requestedMs: number, stage: Withdrawal['stage']): Withdrawal => ({
  nonce: requestedMs,
  asset: 'BTC',
  quanta: 150_000_000,
  to: TO,
  stage,
  transaction: stage === 'paid' ? HASH : null,
  requestedMs,
});

const exit = (id: number, changes: Partial<ForcedExit> = {}): ForcedExit => ({
  id,
  stage: 'requested',
  requestedMs: 1_000 * id,
  bindsMs: 1_000 * id + 60_000,
  executableMs: 1_000 * id + 3_600_000,
  transaction: HASH,
  canceledBy: null,
  payouts: [],
  ...changes,
});

const pending: PendingDeposit = {
  account: TO,
  asset: 'USDT',
  quanta: 5_000_000,
  confirmations: 1,
  needed: 2,
  transaction: OTHER,
  depositId: 9,
};

const none = { rows: [], hasMore: false } as const;
const derive = (lists: Partial<TransferLists>) =>
  deriveTransfers({
    money: null,
    deposits: none,
    withdrawals: none,
    exits: none,
    nowMs: 0,
    ...lists,
  });
const all = <Row>(...rows: readonly Row[]) => ({ rows, hasMore: false });
const told = (changes: Partial<NonNullable<TransferLists['money']>>) => ({
  deposits: new Map(),
  withdrawals: new Map(),
  exits: new Map(),
  snapshots: 1,
  ...changes,
});

describe('transfers', () => {
  it('are one list by time, what is on its way first', () => {
    const rows = derive({
      money: told({ deposits: new Map([[9, pending]]) }),
      deposits: all(deposit(7, 5_000), deposit(3, 1_000)),
      withdrawals: all(withdrawal(4_000, 'paid')),
      exits: all(exit(2)),
    });
    expect(
      rows.map(({ kind, timeMs, amount, asset, status }) => [kind, timeMs, amount, asset, status]),
    ).toEqual([
      ['Deposit', null, '+5', 'USDT', '1 of 2 confirmations'],
      ['Deposit', 5_000, '+12,345.5', 'USDT', 'Credited'],
      ['Withdrawal', 4_000, '−1.5', 'BTC', 'Paid'],
      ['Exit', 2_000, '–', '–', rows[3]?.status],
      ['Deposit', 1_000, '+12,345.5', 'USDT', 'Credited'],
    ]);
    const transactions = rows.map(({ transaction }) => transaction);
    expect(transactions).toEqual([OTHER, OTHER, HASH, HASH, OTHER]);
    const unknown = { ...deposit(1, 1), transaction: null };
    expect(derive({ deposits: all(unknown) })[0]?.transaction).toBeNull();
  });

  it('say of an exit when it can be paid, that it can, what it paid and that it was taken back', () => {
    const statusOf = (forced: ForcedExit, nowMs: number) =>
      derive({ exits: all(forced), nowMs })[0];
    expect(statusOf(exit(1), 3_600_999)?.status).toMatch(/^Payable from /);
    expect(statusOf(exit(1), 3_601_000)).toMatchObject({ status: 'Payable now', tone: 'warn' });
    expect(statusOf(exit(1, { stage: 'canceled', canceledBy: OTHER }), 0)).toMatchObject({
      status: 'Canceled',
      transaction: HASH,
      note: expect.stringContaining('0xcdcdcd'),
    });
    const payouts = [
      { asset: 'USDT', quanta: 7_000_000, transaction: OTHER },
      { asset: 'LUX', quanta: 250_000, transaction: HASH },
    ];
    const rows = derive({ exits: all(exit(1, { stage: 'paid', payouts })) });
    expect(
      rows.map(({ kind, amount, asset, transaction }) => [kind, amount, asset, transaction]),
    ).toEqual([
      ['Exit', '–', '–', HASH],
      ['Paid by exit', '−7', 'USDT', OTHER],
      ['Paid by exit', '−0.25', 'LUX', HASH],
    ]);
  });

  it('believe what was told rather than what was read, and show each once', () => {
    const rows = derive({
      money: told({
        withdrawals: new Map([
          [4_000, withdrawal(4_000, 'paid')],
          [6_000, withdrawal(6_000, 'requested')],
        ]),
        exits: new Map([[1, exit(1, { stage: 'canceled', canceledBy: OTHER })]]),
      }),
      withdrawals: all(withdrawal(4_000, 'settling')),
      exits: all(exit(1)),
    });
    expect(rows.map(({ kind, status }) => [kind, status])).toEqual([
      ['Withdrawal', 'Requested'],
      ['Withdrawal', 'Paid'],
      ['Exit', 'Canceled'],
    ]);
  });

  it('end where a list ends of which more is to be read', () => {
    const lists = {
      deposits: { rows: [deposit(7, 9_000), deposit(6, 5_000)], hasMore: true },
      withdrawals: all(withdrawal(6_000, 'paid'), withdrawal(4_000, 'returned')),
    };
    expect(derive(lists).map(({ timeMs }) => timeMs)).toEqual([9_000, 6_000, 5_000]);
    const whole = { ...lists, deposits: { ...lists.deposits, hasMore: false } };
    expect(derive(whole).map(({ timeMs }) => timeMs)).toEqual([9_000, 6_000, 5_000, 4_000]);
  });
});
