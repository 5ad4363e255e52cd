'use client';

import type { ReactNode } from 'react';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { describeRefusal } from '#lib/trading/describe-refusal.ts';
import { useTrading, useTradingSession } from './trading-provider.tsx';

/** Why orders cannot be sent, where the ticket's button does not say it. */
export function SessionNotice() {
  const deployed = useWebConfig()?.contracts.clearingHouse !== undefined;
  const refusal = useTrading((state) => state.refusal);
  const session = useTradingSession();
  if (!deployed) {
    return (
      <Notice title="Orders cannot be signed on this network yet">
        The contract that settles them is not deployed. Prices and the book are live.
      </Notice>
    );
  }
  if (refusal === null) return null;
  const { title, text, action } = describeRefusal(refusal);
  return (
    <Notice title={title}>
      {text} <span className="numeric text-11 text-faint">{refusal.code}</span>
      {action === 'retry' ? (
        <Button size="small" className="mt-2 flex" onClick={() => session?.reload()}>
          Try again
        </Button>
      ) : null}
    </Notice>
  );
}

function Notice({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div role="status" className="flex gap-2 border-line border-b bg-warn/10 p-3 text-12">
      <Icon name="warning" size={14} className="mt-0.5 text-warn" />
      <div>
        <p className="font-medium">{title}</p>
        <div className="text-secondary">{children}</div>
      </div>
    </div>
  );
}
