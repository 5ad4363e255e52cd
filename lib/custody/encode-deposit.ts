import { encodeFunctionData, type Hex } from 'viem';
import { clearingHouseCustodyAbi as abi } from '#contracts-abi/abis/clearing-house-custody.ts';
import type { SignedPermit } from '#lib/chain/permit.ts';
import type { Address } from '#lib/domain/address.ts';
import type { DepositOrder } from './derive-deposit.ts';

/** A transaction to be sent; value in wei. */
export type CustodyCall = { readonly to: Address; readonly data: Hex; readonly value: bigint };

/** The transaction that pays a deposit in. */
export function encodeDeposit(
  { choice: { currency, token }, amount }: Pick<DepositOrder, 'choice' | 'amount'>,
  {
    clearingHouse: to,
    permit,
  }: { readonly clearingHouse: Address; readonly permit: SignedPermit | null },
): CustodyCall {
  if (currency.kind === 'native') {
    return { to, data: encodeFunctionData({ abi, functionName: 'depositNative' }), value: amount };
  }
  if (permit === null) {
    const args = [token.address, amount] as const;
    return { to, data: encodeFunctionData({ abi, functionName: 'deposit', args }), value: 0n };
  }
  const { deadline, v, r, s } = permit;
  const args = [token.address, amount, deadline, v, r, s] as const;
  const data = encodeFunctionData({ abi, functionName: 'depositWithPermit', args });
  return { to, data, value: 0n };
}
