'use client';

import { useMemo } from 'react';
import { useStore } from 'zustand';
import { TokenPicker } from '#components/token/token-picker.tsx';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey } from '#lib/domain/currency.ts';
import type { TokenHolding } from '#lib/swap/find-tokens.ts';
import type { SwapDeployment } from '#lib/swap/swap-contracts.ts';
import { withCurrency } from '#lib/swap/swap-inputs.ts';
import type { ExactSide } from '#lib/swap/swap-request.ts';
import type { SwapSession } from '#lib/swap/swap-session.ts';
import { usdValue } from '#lib/swap/usd-value.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import type { SwapScreen } from './use-swap-view.ts';

export type SwapTokenPickerProps = {
  readonly session: SwapSession;
  readonly side: ExactSide;
  readonly screen: SwapScreen;
  readonly deployment: SwapDeployment;
  readonly importing: Address | null;
  readonly onClose: () => void;
};

/** The list of tokens for one side of the swap. */
export function SwapTokenPicker(props: SwapTokenPickerProps) {
  const { session, side, screen, deployment, importing, onClose } = props;
  const network = useWalletNetwork();
  const { multicall3 } = deployment;
  const context = useMemo(
    () => ({ client: networkClient(network), multicall3, chainId: network.chainId }),
    [network, multicall3],
  );
  const inputs = useStore(session.store, (state) => state.inputs);
  const chosen = [inputs.pay, inputs.receive].flatMap((currency) =>
    currency === null ? [] : [currencyKey(currency)],
  );
  return (
    <TokenPicker
      title={side === 'pay' ? 'Token to pay' : 'Token to receive'}
      entries={screen.entries}
      holdings={holdingsOf(screen)}
      chosen={chosen}
      importing={importing}
      context={context}
      onChoose={(currency) => {
        session.setInputs(withCurrency(session.store.getState().inputs, { side, currency }));
        onClose();
      }}
      onImport={(token) => session.importToken(token)}
      onClose={onClose}
    />
  );
}

function holdingsOf({ entries, balances, prices }: SwapScreen): ReadonlyMap<string, TokenHolding> {
  return new Map(
    entries.map(({ key, currency }) => {
      const balance = balances.get(key) ?? null;
      const value = balance === null ? null : usdValue(balance, currency.decimals, prices.get(key));
      return [key, { balance, value }];
    }),
  );
}
