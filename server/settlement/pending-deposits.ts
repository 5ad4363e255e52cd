import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { PendingDeposit } from '#lib/domain/settlement.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import { ledgerAsset } from './asset-numbers.ts';

/** A deposit as a block tells it. */
export type Deposited = Extract<CustodyEvent, { kind: 'deposited' }>;

/** Deposits that a block has which is not final. */
export class PendingDeposits {
  readonly #seen = new Map<number, Deposited>();

  /** One of an asset that is not traded here is never credited, so nobody is told that it waits. */
  add(event: Deposited): void {
    if (ledgerAsset(event.asset) === null) return;
    this.#seen.set(event.depositId, event);
  }

  /** It is credited now, or will never be. */
  remove(depositId: number): void {
    this.#seen.delete(depositId);
  }

  /** @returns Deposits whose blocks are given up. */
  undo(fromBlock: number): readonly Deposited[] {
    const undone = [...this.#seen.values()].filter(({ block }) => block >= fromBlock);
    for (const { depositId } of undone) this.#seen.delete(depositId);
    return undone;
  }

  all(): readonly Deposited[] {
    return [...this.#seen.values()];
  }
}

/** A deposit as it is shown while it waits; `null` for one of an asset that is not traded here. */
export function pendingDepositOf(
  { depositId, account, asset, quanta, block, transaction }: Deposited,
  {
    confirmationsOf,
    needed,
  }: {
    readonly confirmationsOf: (block: number) => number;
    readonly needed: number;
  },
): PendingDeposit | null {
  const known = ledgerAsset(asset);
  const symbol = assets.find(({ id }) => id === known)?.symbol;
  if (symbol === undefined) return null;
  const confirmations = confirmationsOf(block);
  return {
    account: account.toLowerCase() as Address,
    asset: symbol,
    quanta,
    confirmations,
    needed,
    transaction,
    depositId,
  };
}
