'use client';

import { useState } from 'react';
import { FactList } from '#components/swap/fact-list.tsx';
import { Button } from '#components/ui/button.tsx';
import type { CustodyChoice } from '#lib/custody/custody-choice.ts';
import type { DepositOrder } from '#lib/custody/derive-deposit.ts';
import { depositFacts } from '#lib/custody/describe-deposit.ts';
import type { Address } from '#lib/domain/address.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import { fundAccount } from '#lib/wallet/fund-account.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import { AmountField } from './amount-field.tsx';
import { AssetField } from './asset-field.tsx';
import type { DepositPlaces } from './page-deposits.ts';
import { useCustodyTerms } from './use-custody-terms.ts';
import { useDepositForm } from './use-deposit-form.ts';

export type DepositFormProps = DepositPlaces & {
  readonly owner: Address;
  readonly choices: readonly CustodyChoice[];
  readonly asset: string | null;
  readonly onDeposit: (order: DepositOrder) => void;
};

/** What is paid in, and what that will do, before the wallet is asked. */
export function DepositForm(props: DepositFormProps) {
  const terms = useCustodyTerms();
  const form = useDepositForm(props);
  if (form === null) return <p className="p-4">Nothing can be paid in on this network.</p>;
  const { choice, view, isUnreachable } = form;
  const { order, reason, balance } = view;
  const facts = depositFacts(
    { choice, view },
    { needed: terms?.confirmations ?? null, blockSeconds: form.blockSeconds },
  );
  const stale = isUnreachable
    ? 'The chain does not answer. The dialog goes on when it is back.'
    : null;
  const amount = order === null ? '' : ` ${exactAmount(order.amount, choice.currency.decimals)}`;
  return (
    <form
      aria-label="Deposit"
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (order !== null && stale === null) props.onDeposit(order);
      }}
    >
      <AssetField choices={props.choices} choice={choice} onChoice={form.onChoice} />
      <AmountField
        text={form.text}
        symbol={choice.currency.symbol}
        max={view.max}
        has={balance === null ? null : { name: 'In wallet', ...balance }}
        problem={view.problem}
        nearest={view.nearest}
        onText={form.onText}
      />
      {form.isPenniless && props.network.developmentFeatures ? (
        <TestTokens {...props} onArrived={form.refresh} />
      ) : null}
      <FactList facts={facts} />
      <p className="text-12 text-secondary">
        The clearing house, a contract, holds it for you. It leaves by your signature, or by your
        exit, which needs nobody’s help.
      </p>
      <div className="flex flex-col gap-1.5">
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={order === null || stale !== null}
          aria-describedby="deposit-reason"
        >
          Deposit{amount} {choice.currency.symbol}
        </Button>
        <p id="deposit-reason" role="status" className="min-h-4 text-center text-12 text-secondary">
          {stale ?? reason}
        </p>
      </div>
    </form>
  );
}

/** A wallet that has nothing is given test tokens, where there are any. */
function TestTokens({
  network,
  owner: address,
  onArrived,
}: DepositFormProps & { readonly onArrived: () => void }) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const client = networkClient(network);
    await fundAccount({ sidecarUrl: network.sidecarUrl, client, address });
    setAsking(false);
    onArrived();
  };
  return (
    <div className="flex items-center justify-between gap-3 rounded-control bg-raised p-3 text-12">
      <p>Your wallet has none. On this network tokens are free.</p>
      <Button size="small" disabled={asking} onClick={() => void ask()}>
        {asking ? 'On their way…' : 'Get test tokens'}
      </Button>
    </div>
  );
}
