import { useMemo } from 'react';
import type { AccountActions } from '#components/account-tables/account-actions.ts';
import { useWebConfig } from '#components/shell/config-provider.tsx';
import { switchNetwork } from '#components/wallet/switch-network.ts';
import { openCustodyDialog } from '#lib/custody/custody-dialog-store.ts';
import type { Address } from '#lib/domain/address.ts';
import { revokeAgent } from '#lib/queries/revoke-agent.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import type { TradingSession } from '#lib/trading/trading-session.ts';
import { walletErrorCode } from '#lib/wallet/wallet-error-code.ts';
import type { WalletNetwork } from '#lib/wallet/wallet-network.ts';
import { openWalletDialog } from '#lib/wallet/wallet-store.ts';
import { useTradingSession } from './trading-provider.tsx';
import { type TradingSteps, useTradingSteps } from './use-trading-steps.ts';

/** What the account's tables can do, and what is under way. */
export function useAccountActions(network: WalletNetwork): {
  readonly busyLabel: string | null;
  readonly actions: AccountActions;
} {
  const session = useTradingSession();
  const { busyLabel, enable, issue } = useTradingSteps();
  const clearingHouse = useWebConfig()?.contracts.clearingHouse ?? null;
  // The same while the session is: rows that do not change are not drawn again.
  const orders = useMemo(() => orderActions(session), [session]);
  const actions: AccountActions = {
    ...orders,
    connect: () => openWalletDialog('connect'),
    switchNetwork: () => void switchNetwork(network),
    enable: () => enable(),
    issue,
    deposit: (asset) => openCustodyDialog('deposit', asset),
    withdraw: (asset) => openCustodyDialog('withdraw', asset),
    ...keyActions({ network, clearingHouse, session, enable }),
  };
  return { busyLabel, actions };
}

type KeyPlace = {
  readonly network: WalletNetwork;
  readonly clearingHouse: Address | null;
  readonly session: TradingSession | null;
  readonly enable: TradingSteps['enable'];
};

/** What ends trading keys. */
function keyActions({ network, clearingHouse, session, enable }: KeyPlace) {
  const { sidecarUrl } = network;
  return {
    revoke: ({ address, isOwn, onChain }) =>
      told(async () => {
        const end = (token: string) => revokeAgent({ sidecarUrl, token, address });
        await (isOwn ? end(tokenOf(session)) : asOwner({ network, session }, end));
        if (isOwn) session?.disable();
        showToast({ id: 'revoke', kind: 'success', title: 'The trading key can trade no more' });
        if (onChain && clearingHouse !== null) {
          const { revokeOnChain } = await import('#lib/custody/revoke-on-chain.ts');
          await revokeOnChain({ network, clearingHouse, agent: address, nowMs: Date.now() });
        }
      }),
    renew: (before, scope) =>
      told(async () => {
        const token = tokenOf(session);
        const expiresMs = session?.store.getState().keyExpiresMs;
        await enable(scope);
        // Where the wallet did not agree, the key that there is stays.
        if (session?.store.getState().keyExpiresMs === expiresMs) return;
        await revokeAgent({ sidecarUrl, token, address: before });
        showToast({ id: 'revoke', kind: 'success', title: 'This browser has a new trading key' });
      }),
  } satisfies Partial<AccountActions>;
}

function orderActions(session: TradingSession | null) {
  return {
    cancel: async (orderId: number) => session?.cancel(orderId),
    cancelAll: async (symbol?: string) => session?.cancelAll(symbol),
    modify: async (edit: Parameters<TradingSession['modify']>[0]) => session?.modify(edit),
  } satisfies Partial<AccountActions>;
}

function tokenOf(session: TradingSession | null): string {
  return session?.store.getState().readToken ?? '';
}

/** Under the owner's own session: a key may end only itself. */
async function asOwner<Answer>(
  { network, session }: Pick<KeyPlace, 'network' | 'session'>,
  ask: (token: string) => Promise<Answer>,
): Promise<Answer> {
  const owner = session?.store.getState().owner ?? null;
  if (owner === null) return await ask('');
  const { askAsOwner, ownerSessions, signInOwner } = await import('#lib/custody/owner-sessions.ts');
  const known = ownerSessions.getState()[owner.toLowerCase()];
  const token = known ?? (await signInOwner({ network, owner }));
  return await askAsOwner({ owner, token }, ask);
}

/** What fails is told; what it leaves is as it was. */
async function told(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const isOwn = error instanceof Error && 'code' in error && typeof error.code === 'string';
    const code = isOwn ? String(error.code) : walletErrorCode(error);
    const detail = error instanceof Error ? error.message.split('\n', 1)[0] : undefined;
    showToast({
      id: 'revoke',
      kind: 'error',
      title: 'The trading key was not changed',
      ...(detail === undefined ? {} : { detail }),
      code,
    });
  }
}
