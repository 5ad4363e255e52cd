import { bytesToHex, hexToBytes } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { WithdrawalRow } from '#server/store/index.ts';

/** A withdrawal that is put aside and not paid, as it was signed. */
export type OpenWithdrawal = {
  readonly account: number;
  readonly nonce: number;
  /** Number of the asset in the ledger. */
  readonly asset: number;
  readonly amount: Quanta;
  readonly to: Address;
  readonly native: boolean;
  readonly epoch: number;
  /** Seconds since the epoch. */
  readonly expiry: number;
  readonly signature: Uint8Array;
  /** Number of the command that asked for it. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly requestedMs: number;
};

/** Withdrawals on their way, in the order in which they were asked for. */
export class WithdrawalQueue {
  readonly #put: (row: WithdrawalRow) => void;
  readonly #open = new Map<string, OpenWithdrawal>();

  constructor(put: (row: WithdrawalRow) => void) {
    this.#put = put;
  }

  get size(): number {
    return this.#open.size;
  }

  all(): IterableIterator<OpenWithdrawal> {
    return this.#open.values();
  }

  /** @returns The withdrawals that changed, as they are stored. */
  take(
    { seq, timeMs, events }: Stamped,
    {
      command,
      transaction,
    }: { readonly command: Command | null; readonly transaction: string | null },
  ): readonly WithdrawalRow[] {
    const changed: WithdrawalRow[] = [];
    for (const event of events) {
      if (event.kind === 'withdrawal-requested') {
        if (command?.kind !== 'request-withdrawal') continue;
        const { account, nonce, asset, amount, native, epoch, expiry } = command;
        const signature = command.signature ?? new Uint8Array(0);
        const to = command.to as Address;
        const withdrawal = { account, nonce, asset, amount, to, native, epoch, expiry, signature };
        this.#open.set(keyOf(event), { ...withdrawal, seq, requestedMs: timeMs });
        changed.push(rowOf({ ...withdrawal, seq, requestedMs: timeMs }, 'requested', null));
      } else if (event.kind === 'withdrawal-paid' || event.kind === 'withdrawal-returned') {
        const withdrawal = this.#open.get(keyOf(event));
        this.#open.delete(keyOf(event));
        const isPaid = event.kind === 'withdrawal-paid';
        const status = isPaid ? 'paid' : 'returned';
        if (withdrawal !== undefined) {
          changed.push(rowOf(withdrawal, status, isPaid ? transaction : null));
        }
      }
    }
    for (const row of changed) this.#put(row);
    return changed;
  }

  /** Puts back what is on its way. */
  restore({ receiver, amountQuanta, status: _s, transaction: _t, ...row }: WithdrawalRow): void {
    const signature = hexToBytes(row.signature as `0x${string}`);
    const to = receiver as Address;
    this.#open.set(keyOf(row), { ...row, amount: amountQuanta, to, signature });
  }
}

type Stamped = {
  readonly seq: number;
  readonly timeMs: number;
  readonly events: readonly EngineEvent[];
};

function keyOf({ account, nonce }: { readonly account: number; readonly nonce: number }): string {
  return `${account}:${nonce}`;
}

/** A withdrawal that is on its way, as it is stored. */
export function requestedRow(withdrawal: OpenWithdrawal): WithdrawalRow {
  return rowOf(withdrawal, 'requested', null);
}

function rowOf(
  { amount, to, signature, ...rest }: OpenWithdrawal,
  status: 'requested' | 'paid' | 'returned',
  transaction: string | null,
): WithdrawalRow {
  return {
    ...rest,
    amountQuanta: amount,
    receiver: to,
    signature: bytesToHex(signature),
    status,
    transaction,
  };
}
