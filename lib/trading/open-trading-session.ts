import type { Address } from '#lib/domain/address.ts';
import { approveAgent } from '#lib/queries/approve-agent.ts';
import { fetchAgents } from '#lib/queries/fetch-agents.ts';
import type { MarketStream } from '#lib/stores/market-stream.ts';
import { showToast, updateToast } from '#lib/stores/toast-store.ts';
import { walletStore } from '#lib/wallet/wallet-store.ts';
import { followSettlements } from './follow-settlements.ts';
import { isTradingKeyName } from './trading-key.ts';
import { TradingSession } from './trading-session.ts';

/** How long a trading key is good. */
const KEY_MS = 30 * 86_400_000;

export type TradingPlace = {
  readonly chainId: number;
  readonly clearingHouse: Address;
  readonly sidecarUrl: string;
  readonly explorerUrl: string | null;
  readonly stream: Pick<MarketStream, 'attach'>;
};

/** The session of a page in a browser: on the page's connection, for whoever the wallet is. */
export function openTradingSession(place: TradingPlace): {
  readonly session: TradingSession;
  readonly end: () => void;
} {
  const { chainId, clearingHouse, sidecarUrl, explorerUrl, stream } = place;
  const session = new TradingSession({
    domain: { chainId, verifyingContract: clearingHouse },
    storage: localStorage,
    now: () => Date.now(),
    newName: () => crypto.randomUUID(),
    register: (signed) => approveAgent(sidecarUrl, signed),
    keysOf: (token) => fetchAgents({ sidecarUrl, token }),
    keyMs: KEY_MS,
    show: (toast) => {
      showToast(toast);
    },
    explorerUrl,
  });
  const follow = () => {
    const { connection } = walletStore.getState();
    session.actFor(connection.status === 'connected' ? connection.address : null);
  };
  follow();
  // Another tab made a key, or forgot one.
  const onStorage = ({ key }: StorageEvent) => {
    if (isTradingKeyName(key)) session.reload();
  };
  addEventListener('storage', onStorage);
  const ends = [
    walletStore.subscribe(follow),
    followSettlements(session.store, { explorerUrl, update: updateToast }),
    stream.attach((client) => session.use(client)),
    () => removeEventListener('storage', onStorage),
  ];
  return {
    session,
    end: () => {
      for (const end of ends) end();
    },
  };
}
