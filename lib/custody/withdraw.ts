import type { Hex } from 'viem';
import {
  type OrderSigner,
  UnusableSignatureError,
  walletSignature,
} from '#lib/chain/order-signature.ts';
import { type OrderDomain, withdrawalTypedData } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { WithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import { CustodyError } from './custody-failure.ts';
import type { WithdrawalOrder } from './derive-withdrawal.ts';

/** The chain's own coin, as ERC-7528 names it. */
const NATIVE: Address = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE';
/** What is not paid by then never is, and comes back: long enough for a chain that is slow for a while. */
const VALID_MS = 3_600_000;

export type WithdrawOptions = {
  readonly account: Address;
  readonly domain: OrderDomain;
  /** The owner's: a trading key cannot withdraw. */
  readonly wallet: Extract<OrderSigner, { signTypedData: unknown }>;
  /** Of the account. */
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
};

/**
 * Has the owner's wallet sign a withdrawal.
 *
 * @throws What the wallet throws, CustodyError for an answer that is no signature.
 */
export async function signWithdrawal(
  { choice, quanta, to }: WithdrawalOrder,
  { account, domain, wallet, epoch, nowMs }: WithdrawOptions,
): Promise<WithdrawalRequest> {
  const native = choice.currency.kind === 'native';
  // Withdrawals are rare: the time makes their numbers grow.
  const nonce = nowMs;
  const expiry = Math.floor((nowMs + VALID_MS) / 1_000);
  const signed = {
    ...{ account, to, nonce, expiry, epoch },
    asset: native ? NATIVE : choice.token.address,
    amount: BigInt(quanta),
  };
  const answer = await wallet.signTypedData(withdrawalTypedData(domain, signed));
  const signature = usable(answer);
  return {
    ...{ account, to, native, nonce, expiry, epoch, signature },
    asset: choice.asset,
    amount: quanta,
  };
}

function usable(answer: Hex): Hex {
  try {
    return walletSignature(answer);
  } catch (error) {
    if (!(error instanceof UnusableSignatureError)) throw error;
    const text = 'The wallet answered with something that is no signature.';
    throw new CustodyError({ code: 'wallet/failed', text }, { cause: error });
  }
}
