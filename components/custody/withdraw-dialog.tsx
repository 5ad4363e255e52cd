'use client';

import { useMemo } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useTrading } from '#components/trade/trading-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { custodyChoices } from '#lib/custody/custody-choice.ts';
import type { Address } from '#lib/domain/address.ts';
import type { DepositDialogProps } from './deposit-dialog.tsx';
import { type OwnerReads, useOwnerReads } from './use-owner-reads.ts';
import { useWithdrawal } from './use-withdrawal.ts';
import { WalletGate } from './wallet-gate.tsx';
import { WithdrawForm } from './withdraw-form.tsx';
import { WithdrawalUnderWay } from './withdrawal-under-way.tsx';

export type WithdrawDialogProps = DepositDialogProps & {
  /** Contracts that would keep what is sent to them. */
  readonly contracts: readonly Address[];
};

/** Takes money out of the clearing house by the owner's signature, and shows how it goes. */
export function WithdrawDialog(props: WithdrawDialogProps) {
  return (
    <Dialog open title="Withdraw" onClose={props.onClose}>
      <WalletGate network={props.network}>
        {({ address, isDemo }) => (
          <WithdrawBody key={address} {...props} owner={address} isDemo={isDemo} />
        )}
      </WalletGate>
    </Dialog>
  );
}

function WithdrawBody(
  props: WithdrawDialogProps & { readonly owner: Address; readonly isDemo: boolean },
) {
  const { tokens, owner, isDemo, onClose } = props;
  const phase = useTrading((trading) => trading.phase);
  const connection = useMarketData((data) => data.connection.phase);
  const choices = useMemo(() => custodyChoices(tokens), [tokens]);
  const reader = useOwnerReads({ network: props.network, owner });
  const { state, told, withdraw, reset } = useWithdrawal({ ...props, ...reader });
  if (state.kind === 'signing' || state.kind === 'sent') {
    return (
      <WithdrawalUnderWay
        order={state.order}
        stage={state.kind === 'signing' ? 'signing' : (told?.stage ?? 'requested')}
        transaction={told?.transaction ?? null}
        explorerUrl={props.network.explorerUrl}
        signsByItself={isDemo}
        onAnother={reset}
        onClose={onClose}
      />
    );
  }
  if (reader.token === null && phase !== 'connecting') {
    return <SignInFirst reader={reader} signsByItself={isDemo} />;
  }
  const isOffline = connection === 'offline' || connection === 'reconnecting';
  const unready = reader.token === null ? 'The exchange is being asked what you have.' : null;
  return (
    <>
      {state.kind === 'failed' ? (
        <p role="alert" className="border-line border-b bg-down/10 px-4 py-3 text-13 text-down">
          {state.failure.text}{' '}
          <span className="numeric text-11 text-faint">{state.failure.code}</span>
        </p>
      ) : null}
      <WithdrawForm
        {...props}
        {...{ owner, choices }}
        balances={reader.balances}
        obstacle={isOffline ? UNREACHABLE : unready}
        onWithdraw={(order) => void withdraw(order)}
      />
    </>
  );
}

const UNREACHABLE = 'The exchange is not reachable now.';

/** The exchange tells balances to whom it knows; a trading key has nothing to do with it. */
function SignInFirst(props: { readonly reader: OwnerReads; readonly signsByItself: boolean }) {
  const { reader, signsByItself } = props;
  const { isSigningIn, failure, signIn } = reader;
  const asking = signsByItself ? 'Signing in…' : 'Confirm in your wallet…';
  return (
    <div className="flex flex-col gap-4 p-4">
      <p role="status">
        Sign in with your wallet, so that the exchange may tell what you have. It can read, cancel
        orders and end keys; it cannot move money. The withdrawal is a signature of its own.
      </p>
      {failure === null ? null : (
        <p role="alert" className="text-13 text-down">
          {failure.text} <span className="numeric text-11 text-faint">{failure.code}</span>
        </p>
      )}
      <Button variant="primary" size="large" disabled={isSigningIn} onClick={signIn}>
        {isSigningIn ? asking : 'Sign in'}
      </Button>
    </div>
  );
}
