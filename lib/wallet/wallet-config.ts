import {
  type Config,
  type CreateStorageParameters,
  createConfig,
  createStorage,
  http,
} from 'wagmi';
import { allowsDemoWallet } from './assert-demo-wallet.ts';
import { browserWalletConnector } from './browser-wallet-connector.ts';
import { demoConnector } from './demo-connector.ts';
import { type WalletNetwork, walletChain } from './wallet-network.ts';

/**
 * wagmi for the network that the page is about, in a browser: wallets that announce themselves, the
 * one behind `window.ethereum`, and the demo wallet where the configuration allows it.
 */
export function createWalletConfig(network: WalletNetwork): Config {
  const chain = walletChain(network);
  const browserWallet = browserWalletConnector(
    () => 'ethereum' in window && !config.connectors.some(announcesItself),
  );
  const config: Config = createConfig({
    chains: [chain],
    transports: { [chain.id]: http(network.rpcUrl) },
    connectors: [
      ...(allowsDemoWallet(network) ? [demoConnector(network, localStorage)] : []),
      browserWallet,
    ],
    storage: createStorage({ key: 'lux.wagmi', storage: walletMemory(localStorage) }),
    batch: { multicall: network.multicall3 !== null },
  });
  return config;
}

/** Wallets found by EIP-6963 are wagmi's `injected` ones with an icon of their own. */
export function announcesItself({ type, icon }: Config['connectors'][number]): boolean {
  return type === 'injected' && icon !== undefined;
}

/**
 * What wagmi may remember: which wallets were disconnected on purpose, but not its connections. A
 * page takes up the one wallet that `last-wallet.ts` names, and only once that wallet has answered.
 */
function walletMemory(storage: Storage): BaseStorage {
  const isConnections = (key: string) => key.endsWith('.store');
  return {
    getItem: (key) => (isConnections(key) ? null : storage.getItem(key)),
    setItem: (key, value) => {
      if (!isConnections(key)) storage.setItem(key, value);
    },
    removeItem: (key) => storage.removeItem(key),
  };
}

type BaseStorage = NonNullable<CreateStorageParameters['storage']>;
