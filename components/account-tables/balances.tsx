'use client';

import { useMemo } from 'react';
import { type MoneyUnderWay, useMoneyUnderWay } from '#components/custody/use-money-under-way.ts';
import { useNetworkConfig, useWebConfig } from '#components/shell/config-provider.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { useAccountBalances } from '#components/wallet/use-account-balances.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import { deriveSettling } from '#lib/custody/derive-settling.ts';
import { walletAmounts } from '#lib/custody/wallet-amounts.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Balance } from '#lib/domain/balance.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import type { AccountSource } from './account-source.ts';
import { BALANCES_MIN_WIDTH, balanceColumns } from './balance-columns.ts';
import { BalanceTableRow } from './balance-table-row.tsx';
import { DataGrid } from './data-grid.tsx';
import { deriveBalances } from './derive-balances.ts';
import { SkeletonRows } from './skeleton-rows.tsx';

export type BalancesProps = {
  /** By asset; `null` = not known yet. */
  readonly balances: ReadonlyMap<string, Balance> | null;
  /** What the page was told; `null` = nothing yet. */
  readonly fills: readonly Fill[] | null;
  readonly source: AccountSource;
  readonly isStale: boolean;
  readonly onDeposit: (asset?: string) => void;
  readonly onWithdraw: (asset?: string) => void;
};

const FRAME = { label: 'Balances', columns: balanceColumns, minWidthClass: BALANCES_MIN_WIDTH };
const NOTHING: MoneyUnderWay = { deposits: [], withdrawals: [] };
const NO_FILLS: readonly Fill[] = [];
const NO_TOKENS: readonly Token[] = [];

/** Where the account's money is, of each asset, and what it is worth at the index price. */
export function Balances(props: BalancesProps) {
  const { balances, fills, source, isStale, onDeposit, onWithdraw } = props;
  const prices = useMarketData((data) => data.prices);
  const { money } = useMoneyUnderWay(source, balances);
  const wallet = useWalletAmounts(source.owner);
  const settling = useMemo(() => deriveSettling(fills ?? NO_FILLS), [fills]);
  if (balances === null) return <SkeletonRows {...FRAME} />;
  const ticks = Object.fromEntries(
    Object.values(prices).map((price) => [price.symbol, price.indexTicks ?? price.priceTicks]),
  );
  const holdings = { balances, settling, wallet, ...(money ?? NOTHING) };
  const { rows, value, isEmpty } = deriveBalances(holdings, ticks);
  if (isEmpty) {
    return (
      <PanelMessage action={{ label: 'Deposit', onPress: () => onDeposit() }}>
        Nothing to trade with yet.
      </PanelMessage>
    );
  }
  return (
    <DataGrid {...FRAME} rowCount={rows.length} isStale={isStale} footer={<Footer value={value} />}>
      {(activeColumn) =>
        rows.map((row, index) => (
          <BalanceTableRow
            key={row.asset}
            row={row}
            activeColumn={activeColumn(index)}
            {...{ onDeposit, onWithdraw }}
          />
        ))
      }
    </DataGrid>
  );
}

function Footer({ value }: { readonly value: string | null }) {
  const { networkTitle } = useNetworkConfig();
  return (
    <p className="sticky left-0 flex w-fit flex-wrap gap-x-3 px-3 py-2 text-12 text-secondary">
      <span>
        All together {value === null ? DASH : <DecimalNumber text={value} className="text-text" />}{' '}
        USDT
      </span>
      <span>
        Held by the clearing house on {networkTitle}.{' '}
        <TextLink href="/exit">Leave without the operator</TextLink>
      </span>
    </p>
  );
}

/** What the wallet has of each asset, base units; `null` while the chain has not answered. */
function useWalletAmounts(address: Address): ReadonlyMap<string, bigint> | null {
  const network = useWalletNetwork();
  const tokens = useWebConfig()?.tokens ?? NO_TOKENS;
  const balances = useAccountBalances({ address, network, tokens });
  return useMemo(
    () => (balances === null ? null : walletAmounts(balances, tokens)),
    [balances, tokens],
  );
}
