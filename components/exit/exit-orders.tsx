'use client';

import { Panel } from '#components/status/panel.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ExitView } from '#lib/exit/derive-exit.ts';
import type { ExitAccount } from '#lib/exit/exit-account.ts';
import { formatCountdown } from '#lib/format/format-countdown.ts';

export type ExitOrdersProps = {
  readonly account: ExitAccount;
  readonly view: ExitView;
  readonly blocked: string | null;
  readonly onEnd: () => void;
};

/** Ends all orders without asking the exchange. */
export function ExitOrders({ account, view, blocked, onEnd }: ExitOrdersProps) {
  const { endOrdersIn } = view;
  return (
    <Panel title="Orders" aside={<span className="numeric">Epoch {account.epoch}</span>}>
      <p className="text-13 text-secondary">
        Ends every order and withdrawal that the account or its keys have signed so far, wherever
        they lie. It does not touch balances, and you can go on trading with new orders.
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button disabled={blocked !== null || endOrdersIn > 0} onClick={onEnd}>
          End all orders
        </Button>
        {endOrdersIn > 0 ? (
          <span className="numeric text-12 text-secondary">
            The last end binds in {formatCountdown(endOrdersIn)}; again then.
          </span>
        ) : null}
      </div>
    </Panel>
  );
}
