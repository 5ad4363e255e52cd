'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FactList } from '#components/swap/fact-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { type CustodyChoice, choiceOfAsset } from '#lib/custody/custody-choice.ts';
import { deriveWithdrawal, type WithdrawalOrder } from '#lib/custody/derive-withdrawal.ts';
import { withdrawalFacts } from '#lib/custody/describe-withdrawal.ts';
import { readBlockPace } from '#lib/custody/read-block-pace.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Balance } from '#lib/domain/balance.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import { AmountField } from './amount-field.tsx';
import { AssetField } from './asset-field.tsx';
import { custodyQueries } from './custody-queries.ts';
import type { DepositPlaces } from './page-deposits.ts';
import { ReceiverField } from './receiver-field.tsx';
import { useCustodyTerms } from './use-custody-terms.ts';

export type WithdrawFormProps = DepositPlaces & {
  readonly owner: Address;
  readonly choices: readonly CustodyChoice[];
  readonly asset: string | null;
  /** Contracts that would keep what is sent to them. */
  readonly contracts: readonly Address[];
  /** What the account has, by asset; `null` = not known yet. */
  readonly balances: ReadonlyMap<string, Balance> | null;
  /** Why nothing can be asked for now; `null` = it can. */
  readonly obstacle: string | null;
  readonly onWithdraw: (order: WithdrawalOrder) => void;
};

/** What is paid out, to whom, and what that will do, before the wallet is asked. */
export function WithdrawForm(props: WithdrawFormProps) {
  const { network, owner, choices, contracts, balances, obstacle, onWithdraw } = props;
  const terms = useCustodyTerms();
  const [choice, setChoice] = useState(() => choiceOfAsset(choices, props.asset));
  const [text, setText] = useState('');
  const [to, setTo] = useState('');
  const { data: blockSeconds = null } = useBlockPace(network);
  if (choice === undefined) return <p className="p-4">Nothing can be paid out on this network.</p>;
  const { symbol, decimals } = choice.asset;
  const available = balances === null ? null : (balances.get(symbol)?.available ?? 0);
  const minimum = terms?.minWithdrawals.get(symbol) ?? null;
  const view = deriveWithdrawal({ choice, text, to }, { owner, available, minimum, contracts });
  const needed = terms?.confirmations ?? null;
  const facts = withdrawalFacts({ choice, view }, { minimum, needed, blockSeconds });
  const { order } = view;
  const amount = order === null ? '' : ` ${exactAmount(BigInt(order.quanta), decimals)}`;
  return (
    <form
      aria-label="Withdraw"
      className="flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (order !== null && obstacle === null) onWithdraw(order);
      }}
    >
      <AssetField
        choices={choices}
        choice={choice}
        onChoice={(chosen) => {
          setChoice(chosen);
          setText('');
        }}
      />
      <AmountField
        text={text}
        symbol={symbol}
        max={view.max}
        has={view.available === null ? null : { name: 'Available', ...view.available }}
        problem={view.problem}
        nearest={[]}
        onText={setText}
      />
      <ReceiverField
        {...{ owner, to }}
        problem={view.toProblem}
        isElsewhere={view.isElsewhere}
        onTo={setTo}
      />
      <FactList facts={facts} />
      <div className="flex flex-col gap-1.5">
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={order === null || obstacle !== null}
          aria-describedby="withdraw-reason"
        >
          Withdraw{amount} {symbol}
        </Button>
        <p
          id="withdraw-reason"
          role="status"
          className="min-h-4 text-center text-12 text-secondary"
        >
          {obstacle ?? view.reason}
        </p>
      </div>
      <p className="text-12 text-secondary">
        What is not paid within the hour comes back to your balance. Should the exchange not pay at
        all, <TextLink href="/exit">leave without it</TextLink>.
      </p>
    </form>
  );
}

/** Seconds from block to block. */
function useBlockPace(network: DepositPlaces['network']) {
  return useQuery(
    {
      queryKey: [network.rpcUrl, 'pace'],
      queryFn: () => readBlockPace(networkClient(network)),
      staleTime: 60_000,
    },
    custodyQueries,
  );
}
