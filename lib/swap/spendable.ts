import type { Currency } from '#lib/domain/currency.ts';

/** Gas kept back for a swap whose route is not known yet: a route of several pools. */
const TYPICAL_GAS = 400_000n;

/**
 * LUX in wei that has to stay in the account to pay for a swap and one more transaction after it,
 * at twice the present gas price.
 */
export function gasReserve(gasPrice: bigint, gas: bigint | null): bigint {
  const swap = gas !== null && gas > TYPICAL_GAS ? gas : TYPICAL_GAS;
  return (swap + TYPICAL_GAS) * gasPrice * 2n;
}

/** The most of a currency that can be paid: all of a token; LUX less what gas will take. */
export function spendable(currency: Currency, balance: bigint, reserve: bigint): bigint {
  if (currency.kind === 'token') return balance;
  return balance > reserve ? balance - reserve : 0n;
}
