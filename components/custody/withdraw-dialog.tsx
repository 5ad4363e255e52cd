'use client';

import { useMemo } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { useTrading } from '#components/trade/trading-provider.tsx';
import { useTradingSteps } from '#components/trade/use-trading-steps.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { custodyChoices } from '#lib/custody/custody-choice.ts';
import type { Address } from '#lib/domain/address.ts';
import type { DepositDialogProps } from './deposit-dialog.tsx';
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
  const { state, told, withdraw, reset } = useWithdrawal(props);
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
  if (phase === 'no-key' || phase === 'refused') return <EnableFirst />;
  const isOffline = connection === 'offline' || connection === 'reconnecting';
  const unready = phase === 'ready' ? null : 'The exchange is being shown your trading key.';
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
        obstacle={isOffline ? UNREACHABLE : unready}
        onWithdraw={(order) => void withdraw(order)}
      />
    </>
  );
}

const UNREACHABLE = 'The exchange is not reachable now.';

/** The exchange tells balances to whom it knows. */
function EnableFirst() {
  const { busyLabel, enable } = useTradingSteps();
  return (
    <div className="flex flex-col gap-4 p-4">
      <p role="status">
        Enable trading first: by that signature the exchange knows you, and tells what you have. The
        withdrawal itself is signed by your wallet, never by the key.
      </p>
      <Button
        variant="primary"
        size="large"
        disabled={busyLabel !== null}
        onClick={() => void enable()}
      >
        {busyLabel ?? 'Enable trading'}
      </Button>
    </div>
  );
}
