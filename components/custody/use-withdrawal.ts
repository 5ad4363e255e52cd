import { useState } from 'react';
import { signTypedData } from 'viem/actions';
import { type CustodyFailure, custodyFailure } from '#lib/custody/custody-failure.ts';
import type { WithdrawalOrder } from '#lib/custody/derive-withdrawal.ts';
import { signWithdrawal } from '#lib/custody/withdraw.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Withdrawal } from '#lib/domain/settlement.ts';
import { fetchEpoch, requestWithdrawal } from '#lib/queries/fetch-custody.ts';
import { ownSigner } from '#lib/swap/own-signer.ts';
import { loadWallet } from '#lib/wallet/load-wallet.ts';
import type { DepositPlaces } from './page-deposits.ts';
import { useMoneyUnderWay } from './use-money-under-way.ts';
import type { OwnerReads } from './use-owner-reads.ts';

export type WithdrawalState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'signing'; readonly order: WithdrawalOrder }
  | { readonly kind: 'sent'; readonly order: WithdrawalOrder; readonly nonce: number }
  | { readonly kind: 'failed'; readonly failure: CustodyFailure };

export type WithdrawalUse = {
  readonly state: WithdrawalState;
  /** What the exchange says of the one that was sent; `null` = nothing yet. */
  readonly told: Withdrawal | null;
  readonly withdraw: (order: WithdrawalOrder) => Promise<void>;
  readonly reset: () => void;
};

/** Has the wallet sign a withdrawal, asks the exchange for it, and follows it. */
export function useWithdrawal(
  of: DepositPlaces & Pick<OwnerReads, 'token' | 'balances'> & { readonly owner: Address },
): WithdrawalUse {
  const { network, clearingHouse, owner, token, balances } = of;
  const { sidecarUrl, chainId } = network;
  const [state, setState] = useState<WithdrawalState>({ kind: 'idle' });
  const { money, refresh } = useMoneyUnderWay({ sidecarUrl, owner, token }, balances);
  const nonce = state.kind === 'sent' ? state.nonce : null;

  const withdraw = async (order: WithdrawalOrder) => {
    setState({ kind: 'signing', order });
    try {
      const epoch = await fetchEpoch({ sidecarUrl, token: token ?? '' });
      const signer = async () => (await loadWallet(network)).signer();
      const client = await ownSigner({ signer, account: owner });
      const request = await signWithdrawal(order, {
        account: owner,
        domain: { chainId, verifyingContract: clearingHouse },
        wallet: { signTypedData: (data) => signTypedData(client, data) },
        epoch,
        nowMs: Date.now(),
      });
      await requestWithdrawal(request, { sidecarUrl, token: token ?? '' });
      setState({ kind: 'sent', order, nonce: request.nonce });
      refresh();
    } catch (error) {
      setState({ kind: 'failed', failure: custodyFailure(error) });
    }
  };
  return {
    state,
    told: money?.withdrawals.find((each) => each.nonce === nonce) ?? null,
    withdraw,
    reset: () => setState({ kind: 'idle' }),
  };
}
