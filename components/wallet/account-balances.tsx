'use client';

import { ExactValue } from '#components/ui/exact-value.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Address } from '#lib/domain/address.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { useAccountBalances } from './use-account-balances.ts';

export type AccountBalancesProps = {
  readonly address: Address;
  readonly network: WalletNetwork;
  readonly tokens: readonly Token[];
};

/** LUX and the listed tokens of an account. */
export function AccountBalances(props: AccountBalancesProps) {
  const balances = useAccountBalances(props);
  return (
    <dl aria-busy={balances === null} className="flex flex-col px-4 py-2 text-13">
      {[LUX, ...props.tokens].map((currency) => (
        <div key={currencyKey(currency)} className="flex h-7 items-center justify-between gap-4">
          <dt className="text-secondary">{currency.symbol}</dt>
          <dd>
            <Balance currency={currency} amount={balances?.get(currencyKey(currency))} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Balance({
  currency,
  amount,
}: {
  readonly currency: Currency;
  readonly amount: bigint | undefined;
}) {
  if (amount === undefined) return <Skeleton className="h-4 w-24" />;
  return (
    <ExactValue
      text={formatAmount(amount, currency.decimals, { significantDigits: 8 })}
      exact={exactAmount(amount, currency.decimals)}
    />
  );
}
