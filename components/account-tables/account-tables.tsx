'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useId, useState } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { TradingState } from '#lib/trading/trading-state.ts';
import type { AccountActions } from './account-actions.ts';
import { AccountGate } from './account-gate.tsx';
import type { AccountSource } from './account-source.ts';
import type { AccountTab } from './account-tab.ts';
import { AccountTabs } from './account-tabs.tsx';
import { AccountToolbar } from './account-toolbar.tsx';
import { Balances } from './balances.tsx';
import type { Access } from './derive-access.ts';
import type { Acting } from './derive-acting.ts';
import type { MarketScope } from './derive-open-orders.ts';
import { LazyReceiptDialog } from './lazy-receipt-dialog.tsx';
import { OpenOrders } from './open-orders.tsx';

export type AccountTablesProps = {
  readonly market: Market;
  readonly access: Access;
  readonly acting: Acting;
  readonly trading: TradingState;
  readonly sidecarUrl: string;
  /** What the wallet or the faucet is asked for now; `null` = nothing. */
  readonly busyLabel: string | null;
  readonly actions: AccountActions;
};

const loading = () => <Skeleton className="m-3 h-24" />;
const OrderHistory = dynamic(
  () => import('./order-history.tsx').then((module) => module.OrderHistory, unloaded),
  { loading },
);
const Fills = dynamic(() => import('./fills.tsx').then((module) => module.Fills, unloaded), {
  loading,
});
const Transfers = dynamic(
  () => import('./transfers.tsx').then((module) => module.Transfers, unloaded),
  { loading },
);
const KeysAndFees = dynamic(
  () => import('./keys-and-fees.tsx').then((module) => module.KeysAndFees, unloaded),
  { loading },
);

/** What an account has and does: its orders, fills, balances, keys and fees, one tab at a time. */
export function AccountTables(props: AccountTablesProps) {
  const { market, access, acting, trading, actions } = props;
  const id = useId();
  const [tab, setTab] = useState<AccountTab>('orders');
  const [scope, setScope] = useState<MarketScope>('all');
  const [receiptOf, setReceiptOf] = useState<number | null>(null);
  const openCount = access.kind === 'known' ? countOpen(trading) : null;

  return (
    <section aria-label="Account" className="absolute inset-0 flex flex-col bg-panel">
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-2 border-line border-b">
        <AccountTabs id={id} selected={tab} openCount={openCount} onSelect={setTab} />
        {hasTable(access) ? (
          <div className="flex min-h-9 items-center gap-1 px-1 empty:hidden">
            <AccountToolbar
              source={sourceOf(props)}
              onScope={setScope}
              {...{ tab, market, scope, trading, acting, actions }}
            />
          </div>
        ) : null}
      </div>
      {acting.obstacle === null || access.kind !== 'known' ? null : (
        <p
          role="status"
          className="absolute inset-x-0 bottom-0 z-30 border-line border-t bg-raised px-3 py-1 text-12 text-warn"
        >
          {acting.obstacle}
        </p>
      )}
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tab}`}
        className="flex min-h-0 flex-1 flex-col"
      >
        <TabContent
          {...props}
          tab={tab}
          scope={scope}
          onShowAll={() => setScope('all')}
          onReceipt={setReceiptOf}
        />
      </div>
      {receiptOf === null ? null : (
        <LazyReceiptDialog
          orderId={receiptOf}
          source={sourceOf(props)}
          onClose={() => setReceiptOf(null)}
        />
      )}
    </section>
  );
}

type TabContentProps = AccountTablesProps & {
  readonly tab: AccountTab;
  readonly scope: MarketScope;
  readonly onShowAll: () => void;
  readonly onReceipt: (orderId: number) => void;
};

function TabContent(props: TabContentProps) {
  const { tab, scope, market, access, acting, trading, actions, busyLabel, onReceipt } = props;
  const symbol = scope === 'this' ? market.symbol : null;
  const source = sourceOf(props);
  const gate = gateOf(props);
  if (tab === 'keys') {
    return (
      <KeysAndFees
        sidecarUrl={props.sidecarUrl}
        source={hasTable(access) ? source : null}
        obstacle={acting.obstacle}
        {...{ gate, busyLabel, actions }}
      />
    );
  }
  if (gate !== null) return gate;
  const { isStale } = acting;
  switch (tab) {
    case 'orders':
      return (
        <OpenOrders
          orders={trading.orders}
          sent={trading.sent}
          onShowAll={props.onShowAll}
          {...{ symbol, acting, actions, onReceipt }}
        />
      );
    case 'history':
      return <OrderHistory live={trading.ended} {...{ source, symbol, isStale, onReceipt }} />;
    case 'fills':
      return <Fills live={trading.fills} {...{ source, symbol, isStale }} />;
    case 'balances':
      return (
        <Balances
          balances={trading.balances}
          fills={trading.fills}
          onDeposit={actions.deposit}
          onWithdraw={actions.withdraw}
          {...{ source, isStale }}
        />
      );
    case 'transfers':
      return (
        <Transfers money={trading.money} onDeposit={actions.deposit} {...{ source, isStale }} />
      );
    default:
      return tab satisfies never;
  }
}

/** What stands in place of an account's table; `null` where there is one, or will be in a moment. */
function gateOf({ access, tab, market, busyLabel, actions }: TabContentProps): ReactNode {
  if (hasTable(access)) return null;
  return (
    <AccountGate
      {...{ access, tab, busyLabel }}
      onConnect={actions.connect}
      onSwitchNetwork={actions.switchNetwork}
      onEnable={() => void actions.enable()}
      onDeposit={() => actions.deposit(market.quote)}
    />
  );
}

/** Orders that are orders already; `null` = not known. */
function countOpen({ orders }: TradingState): number | null {
  if (orders === null) return null;
  return [...orders.values()].filter(({ status }) => status !== 'pending').length;
}

/** Whether there is a table, or will be in a moment. */
function hasTable(access: Access): access is Extract<Access, { kind: 'known' | 'connecting' }> {
  return access.kind === 'known' || access.kind === 'connecting';
}

function sourceOf({ sidecarUrl, trading }: AccountTablesProps): AccountSource {
  // Whatever was missed while the exchange did not know this account is read when it does again.
  const token = trading.phase === 'ready' ? trading.readToken : null;
  return { sidecarUrl, owner: trading.owner ?? '0x0', token };
}

/** Stands in for a tab whose code did not arrive. */
function unloaded() {
  return () => (
    <PanelMessage
      code="web/load-failed"
      action={{ label: 'Reload', onPress: () => location.reload() }}
    >
      This part of the page did not load. Check your connection.
    </PanelMessage>
  );
}
