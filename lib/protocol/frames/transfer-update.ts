import * as z from 'zod/mini';
import type { ForcedExit, PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { countField } from '../fields.ts';
import { decodeExit, encodeExit, wireExit } from '../wire-exit.ts';
import {
  decodePendingDeposit,
  encodePendingDeposit,
  wirePendingDeposit,
} from '../wire-pending-deposit.ts';
import { decodeWithdrawal, encodeWithdrawal, wireWithdrawal } from '../wire-withdrawal.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/**
 * `transfer_update.data`, pushed on `transfers`: in a snapshot the deposits and withdrawals that are on
 * their way and the newest forced exits, in a delta those that something happened to. A deposit that is
 * credited, or that the chain took back, is told in `done_deposits` by its `deposit_id`, an exit that the
 * chain took back in `undone_exits` by its `id`. What is over is at `/v1/deposits`, `/v1/withdrawals` and `/v1/exits`.
 */
const wireTransferUpdate = z.object({
  deposits: z.array(wirePendingDeposit),
  done_deposits: z.array(countField()),
  withdrawals: z.array(wireWithdrawal),
  exits: z.array(wireExit),
  undone_exits: z.array(countField()),
});

type WireTransferUpdate = z.output<typeof wireTransferUpdate>;

export const transferUpdateFrame = z.object({
  type: z.literal('transfer_update'),
  data: z.extend(wireTransferUpdate, streamPosition),
  ...envelope,
});

/** Money on its way between an account and the chain. */
export type TransferUpdate = {
  readonly deposits: readonly PendingDeposit[];
  /** Numbers of deposits that are not pending any more. */
  readonly doneDeposits: readonly number[];
  readonly withdrawals: readonly Withdrawal[];
  readonly exits: readonly ForcedExit[];
  /** Ids of exits whose block the chain gave up. */
  readonly undoneExits: readonly number[];
};

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeTransferUpdate(update: Partial<TransferUpdate>): WireTransferUpdate {
  const { deposits = [], doneDeposits = [], withdrawals = [] } = update;
  const { exits = [], undoneExits = [] } = update;
  return {
    deposits: deposits.map(encodePendingDeposit),
    done_deposits: [...doneDeposits],
    withdrawals: withdrawals.map(encodeWithdrawal),
    exits: exits.map(encodeExit),
    undone_exits: [...undoneExits],
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTransferUpdate(wire: WireTransferUpdate): TransferUpdate {
  return {
    // A client is told its own only, and knows who it is.
    deposits: wire.deposits.map((each) => decodePendingDeposit(each, '0x')),
    doneDeposits: wire.done_deposits,
    withdrawals: wire.withdrawals.map(decodeWithdrawal),
    exits: wire.exits.map(decodeExit),
    undoneExits: wire.undone_exits,
  };
}
