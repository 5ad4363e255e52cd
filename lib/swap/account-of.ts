import { currencyKey } from '#lib/domain/currency.ts';
import type { WalletConnection } from '#lib/wallet/wallet-store.ts';
import type { AccountHoldings } from './chain-watch.ts';
import type { SwapInputs } from './swap-inputs.ts';
import type { SwapAccount } from './swap-state.ts';

/** The account as a swap sees it: the wallet's connection with what was read of its holdings. */
export function accountOf({
  wallet,
  chainId,
  holdings,
  inputs,
}: {
  readonly wallet: WalletConnection;
  /** The page's chain. */
  readonly chainId: number;
  readonly holdings: AccountHoldings | null;
  readonly inputs: Pick<SwapInputs, 'pay'>;
}): SwapAccount {
  if (wallet.status === 'disconnected') return { kind: 'disconnected' };
  if (wallet.status === 'connecting') {
    return { kind: 'connecting', restoring: wallet.restoring };
  }
  const { address } = wallet;
  // Holdings of the account that was connected before say nothing about this one.
  const own = holdings?.owner === address ? holdings : null;
  return {
    kind: 'connected',
    address,
    onRightNetwork: wallet.chainId === chainId,
    balances: own?.balances ?? new Map(),
    allowance: own === null ? null : allowanceOf(own, inputs),
    isContract: own?.isContract ?? false,
  };
}

/** LUX needs no allowance; a token that does not answer has none. */
function allowanceOf({ allowances }: AccountHoldings, { pay }: Pick<SwapInputs, 'pay'>): bigint {
  return pay === null ? 0n : (allowances.get(currencyKey(pay)) ?? 0n);
}
