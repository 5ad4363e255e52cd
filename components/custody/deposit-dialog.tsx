'use client';

import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useTrading } from '#components/trade/trading-provider.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { custodyChoices } from '#lib/custody/custody-choice.ts';
import type { Deposit } from '#lib/custody/deposit-session.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { DepositForm } from './deposit-form.tsx';
import { DepositUnderWay } from './deposit-under-way.tsx';
import { type DepositPlaces, pageDeposits } from './page-deposits.ts';
import { useCustodyTerms } from './use-custody-terms.ts';
import { useMoneyUnderWay } from './use-money-under-way.ts';
import { WalletGate } from './wallet-gate.tsx';

export type DepositDialogProps = DepositPlaces & {
  readonly tokens: readonly Token[];
  /** Symbol that it begins with; `null` = the first. */
  readonly asset: string | null;
  readonly onClose: () => void;
};

/** Pays money into the clearing house, and shows how it goes. */
export function DepositDialog(props: DepositDialogProps) {
  return (
    <Dialog open title="Deposit" onClose={props.onClose}>
      <WalletGate network={props.network}>
        {({ address, isDemo }) => (
          <DepositBody key={address} {...props} owner={address} isDemo={isDemo} />
        )}
      </WalletGate>
    </Dialog>
  );
}

function DepositBody(
  props: DepositDialogProps & { readonly owner: Address; readonly isDemo: boolean },
) {
  const { network, clearingHouse, tokens, asset, owner, isDemo, onClose } = props;
  const session = pageDeposits({ network, clearingHouse, tokens });
  const terms = useCustodyTerms();
  const choices = useMemo(() => custodyChoices(tokens), [tokens]);
  // Whoever comes back to a deposit that is under way finds it as it is now.
  const [id, setId] = useState(() => underWay(session, owner));
  const deposit = useTold(network.sidecarUrl, {
    owner,
    deposit: useStore(session.store, (deposits) => deposits.find((each) => each.id === id)),
  });
  if (deposit === undefined) {
    return (
      <DepositForm
        {...{ network, clearingHouse, owner, choices, asset }}
        onDeposit={(order) => setId(session.begin(order, owner))}
      />
    );
  }
  return (
    <DepositUnderWay
      deposit={deposit}
      needed={terms?.confirmations ?? null}
      explorerUrl={network.explorerUrl}
      signsByItself={isDemo}
      onAnother={() => setId(null)}
      onClose={onClose}
    />
  );
}

/** What is final on the chain is not called credited while the exchange says that it is not yet. */
function useTold(
  sidecarUrl: string,
  { owner, deposit }: { readonly owner: Address; readonly deposit: Deposit | undefined },
): Deposit | undefined {
  const token = useTrading((trading) => trading.readToken);
  const stage = deposit?.progress.stage ?? null;
  const { money } = useMoneyUnderWay({ sidecarUrl, owner, token }, stage);
  if (deposit?.progress.stage !== 'credited') return deposit;
  const { hash } = deposit.progress;
  const late = money?.deposits.find(({ transaction }) => transaction === hash);
  if (late === undefined) return deposit;
  const { confirmations } = late;
  return { ...deposit, progress: { stage: 'in-block', hash, confirmations } };
}

function underWay(session: ReturnType<typeof pageDeposits>, owner: Address): number | null {
  const open = session.store
    .getState()
    .find(
      ({ account, progress: { stage } }) =>
        account === owner && stage !== 'credited' && stage !== 'failed',
    );
  return open?.id ?? null;
}
