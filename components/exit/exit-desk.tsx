'use client';

import { AsOfAge } from '#components/status/as-of-age.tsx';
import { Panel } from '#components/status/panel.tsx';
import type { Polled } from '#components/status/use-polled.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNow } from '#hooks/use-now.ts';
import type { Address } from '#lib/domain/address.ts';
import { chainNow } from '#lib/exit/chain-clock.ts';
import { deriveExit } from '#lib/exit/derive-exit.ts';
import { revocationNonce } from '#lib/exit/derive-key.ts';
import { describeExitAction } from '#lib/exit/describe-exit-action.ts';
import type { ExitAction } from '#lib/exit/exit-action.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { ExitBalances } from './exit-balances.tsx';
import { ExitKeys } from './exit-keys.tsx';
import { ExitOrders } from './exit-orders.tsx';
import { ExitStageBadge, ExitTimeline } from './exit-timeline.tsx';
import type { SeenAccount } from './use-exit-account.ts';
import type { ExitActions } from './use-exit-action.ts';

export type ExitDeskProps = {
  readonly clearingHouse: Address;
  readonly polled: Polled<SeenAccount>;
  readonly seen: SeenAccount;
  /** Whether the wallet's own account is shown: what only its owner can do is offered then. */
  readonly own: boolean;
  /** Why nothing can be sent now; `null` when it can. */
  readonly blocked: string | null;
  readonly onReview: ExitActions['review'];
};

/** An account on its way out: where it stands, what it has, what it can do. */
export function ExitDesk(props: ExitDeskProps) {
  const { clearingHouse, polled, seen, own, blocked, onReview } = props;
  const { account, block } = seen;
  const nowMs = useNow();
  const now = nowMs === null ? account.block.seconds : chainNow(block, nowMs);
  const view = deriveExit(account, now);
  const failed = polled.error === null ? null : 'The chain does not answer.';
  const review = (action: ExitAction) => {
    onReview(action, describeExitAction(action, { account, now }));
  };
  const pay = (assets: readonly number[]) =>
    review({ kind: 'pay', account: account.address, assets });
  return (
    <>
      <Panel
        title={own ? 'Your exit' : 'The exit of another account'}
        stale={failed !== null}
        aside={
          <>
            Block <span className="numeric">{decimalText(account.block.number, 0)}</span> ·{' '}
            <AsOfAge readMs={polled.readMs} failed={failed} />
          </>
        }
      >
        <p className="mb-3 flex flex-wrap items-center gap-2 text-12">
          <span className="numeric break-all">{account.address}</span>
          <ExitStageBadge stage={view.stage} />
          {account.paused ? <Badge tone="warn">Clearing house paused: exits go on</Badge> : null}
        </p>
        <ExitTimeline account={account} view={view} />
        <div className="flex flex-wrap items-center gap-2">
          {own && !account.exiting ? (
            <Button
              variant="primary"
              disabled={blocked !== null}
              onClick={() => review({ kind: 'request' })}
            >
              Request the exit
            </Button>
          ) : null}
          {view.stage === 'payable' ? (
            <Button
              variant="primary"
              disabled={blocked !== null}
              onClick={() => pay(view.heldAssets)}
            >
              Pay out everything
            </Button>
          ) : null}
          {own && account.exiting ? (
            <Button disabled={blocked !== null} onClick={() => review({ kind: 'cancel' })}>
              {view.stage === 'left' ? 'Take up trading again' : 'Cancel the exit'}
            </Button>
          ) : null}
          {blocked === null ? null : <span className="text-12 text-warn">{blocked}</span>}
        </div>
      </Panel>
      <Panel title="Balances" flush stale={failed !== null}>
        <ExitBalances account={account} view={view} blocked={blocked} onPay={pay} />
      </Panel>
      {own ? (
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <ExitOrders
            account={account}
            view={view}
            blocked={blocked}
            onEnd={() => review({ kind: 'end-orders' })}
          />
          <ExitKeys
            clearingHouse={clearingHouse}
            account={account.address}
            now={now}
            blocked={blocked}
            onRevoke={(key) =>
              review({
                kind: 'revoke-key',
                key: key.address,
                nonce: revocationNonce(key, Date.now()),
              })
            }
          />
        </div>
      ) : null}
    </>
  );
}
