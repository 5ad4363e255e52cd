import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type CustodyChoice, choiceOfAsset } from '#lib/custody/custody-choice.ts';
import { type DepositView, deriveDeposit } from '#lib/custody/derive-deposit.ts';
import { readBlockPace } from '#lib/custody/read-block-pace.ts';
import { readDepositFunds } from '#lib/custody/read-deposit-funds.ts';
import type { Address } from '#lib/domain/address.ts';
import { networkClient } from '#lib/wallet/network-client.ts';
import { custodyQueries } from './custody-queries.ts';
import type { DepositPlaces } from './page-deposits.ts';

const REFRESH_MS = 2_000;

export type DepositFormOptions = DepositPlaces & {
  readonly owner: Address;
  readonly choices: readonly CustodyChoice[];
  /** Symbol that it begins with; `null` = the first. */
  readonly asset: string | null;
};

export type DepositForm = {
  readonly choice: CustodyChoice;
  readonly text: string;
  readonly view: DepositView;
  readonly blockSeconds: number | null;
  /** The chain does not answer, and has not since the dialog was opened or for a while. */
  readonly isUnreachable: boolean;
  /** The wallet holds nothing at all. */
  readonly isPenniless: boolean;
  readonly onChoice: (choice: CustodyChoice) => void;
  readonly onText: (text: string) => void;
  readonly refresh: () => void;
};

/** What is typed and chosen for a deposit, held against the chain every two seconds. */
export function useDepositForm(options: DepositFormOptions): DepositForm | null {
  const { network, clearingHouse, owner, choices, asset } = options;
  const [chosen, setChosen] = useState(() => choiceOfAsset(choices, asset));
  const [text, setText] = useState('');
  const client = networkClient(network);
  const context = { client, multicall3: network.multicall3 };
  const funds = useQuery(
    {
      queryKey: [network.rpcUrl, owner, 'funds', chosen?.id],
      enabled: chosen !== undefined,
      queryFn: () =>
        chosen === undefined
          ? null
          : readDepositFunds({ context, clearingHouse, owner, choice: chosen }),
      refetchInterval: REFRESH_MS,
    },
    custodyQueries,
  );
  const pace = useQuery(
    { queryKey: [network.rpcUrl, 'pace'], queryFn: () => readBlockPace(client), staleTime: 60_000 },
    custodyQueries,
  );
  if (chosen === undefined) return null;
  const known = funds.data ?? null;
  return {
    ...{ choice: chosen, text },
    view: deriveDeposit({ choice: chosen, text }, known),
    blockSeconds: pace.data ?? null,
    isUnreachable: funds.isError,
    isPenniless: known !== null && known.balance === 0n,
    onChoice: (choice) => {
      setChosen(choice);
      setText('');
    },
    onText: setText,
    refresh: () => void funds.refetch(),
  };
}
