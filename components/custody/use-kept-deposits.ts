import { useEffect } from 'react';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { mayHaveDeposit } from '#lib/custody/may-have-deposit.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { DepositPlaces } from './page-deposits.ts';

/** Goes on with deposits that an earlier visit left under way; loads nothing where there are none. */
export function useKeptDeposits(
  places: DepositPlaces | null,
  tokens: readonly Token[] | null,
): void {
  const wallet = useWallet();
  const account = wallet.status === 'connected' ? wallet.address : null;
  useEffect(() => {
    if (places === null || tokens === null || account === null) return;
    if (!mayHaveDeposit(localStorage, { chainId: places.network.chainId, account })) return;
    const resume = async () => {
      const { pageDeposits } = await import('./page-deposits.ts');
      pageDeposits({ ...places, tokens }).resume(account);
    };
    // Without its code it goes on at the next visit.
    resume().catch(() => undefined);
  }, [places, tokens, account]);
}
