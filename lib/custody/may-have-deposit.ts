import type { Address } from '#lib/domain/address.ts';

/** Whose deposits, on which chain. */
export type DepositOwner = { readonly chainId: number; readonly account: Address };

/** Where the browser keeps the deposits of an account that are under way. */
export function depositsKey({ chainId, account }: DepositOwner): string {
  return `lux.deposits.${chainId}.${account.toLowerCase()}`;
}

/**
 * Whether a deposit that is under way may be kept. It looks at the text only, so that a page where
 * nothing is waited for loads nothing to find that out.
 */
export function mayHaveDeposit(storage: Pick<Storage, 'getItem'>, owner: DepositOwner): boolean {
  try {
    return storage.getItem(depositsKey(owner))?.includes('"hash"') ?? false;
  } catch {
    return false;
  }
}
