'use client';

import { Button } from '#components/ui/button.tsx';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { openCustodyDialog } from '#lib/custody/custody-dialog-store.ts';

/** The way of money into the exchange and out of it, under the ticket. */
export function MoneyLine({ asset }: { readonly asset: string }) {
  const { status } = useWallet();
  if (status !== 'connected') return null;
  return (
    <div className="flex gap-2 pt-1 pb-1.5">
      <Button size="small" className="flex-1" onClick={() => openCustodyDialog('deposit', asset)}>
        Deposit
      </Button>
      <Button size="small" className="flex-1" onClick={() => openCustodyDialog('withdraw', asset)}>
        Withdraw
      </Button>
    </div>
  );
}
