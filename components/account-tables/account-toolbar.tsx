'use client';

import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { TradingState } from '#lib/trading/trading-state.ts';
import type { AccountActions } from './account-actions.ts';
import type { AccountSource } from './account-source.ts';
import type { AccountTab } from './account-tab.ts';
import { CancelAllButton } from './cancel-all-button.tsx';
import { CsvButton } from './csv-button.tsx';
import type { Acting } from './derive-acting.ts';
import type { MarketScope } from './derive-open-orders.ts';

export type AccountToolbarProps = {
  readonly tab: AccountTab;
  readonly market: Market;
  readonly scope: MarketScope;
  readonly onScope: (scope: MarketScope) => void;
  readonly source: AccountSource;
  readonly trading: TradingState;
  readonly acting: Acting;
  readonly actions: Pick<AccountActions, 'cancelAll' | 'deposit' | 'withdraw'>;
};

/** What can be done with the whole table that is shown. */
export function AccountToolbar(props: AccountToolbarProps) {
  const { tab, market, scope, source, trading, acting, actions } = props;
  const name = `${market.base}/${market.quote}`;
  const symbol = scope === 'this' ? market.symbol : null;
  if (tab === 'keys') return null;
  if (tab === 'balances' || tab === 'transfers') {
    return (
      <>
        <Button size="small" variant="quiet" onClick={() => actions.deposit()}>
          Deposit
        </Button>
        <Button size="small" variant="quiet" onClick={() => actions.withdraw()}>
          Withdraw
        </Button>
      </>
    );
  }
  const shown = [...(trading.orders?.values() ?? [])].filter(
    (order) => symbol === null || order.symbol === symbol,
  );
  return (
    <>
      <Segmented
        quiet
        label="Markets shown"
        className="whitespace-nowrap"
        options={[
          { value: 'this', label: name },
          { value: 'all', label: 'All markets' },
        ]}
        value={scope}
        onChange={props.onScope}
      />
      {tab === 'orders' ? (
        <CancelAllButton
          orders={shown}
          marketName={symbol === null ? null : name}
          obstacle={acting.obstacle}
          onCancelAll={() =>
            symbol === null ? actions.cancelAll() : actions.cancelAll(market.symbol)
          }
        />
      ) : (
        <CsvButton source={source} list={tab === 'fills' ? 'fills' : 'orders'} symbol={symbol} />
      )}
    </>
  );
}
