import type { WalletDetailsParams } from '@rainbow-me/rainbowkit';
import { getAddress } from 'viem';
import { createConnector } from 'wagmi';
import type { Address } from '#lib/domain/address.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';
import { allowsDemoWallet } from './assert-demo-wallet.ts';
import { readDemoKey } from './demo-key.ts';
import type { DemoProvider } from './demo-provider.ts';
import { openDemoProvider } from './open-demo-provider.ts';
import { DEMO_WALLET_ICON } from './wallet-icons.ts';
import type { WalletNetwork } from './wallet-network.ts';

/** The demo wallet's id among wagmi's connectors. */
export const DEMO_WALLET_ID = 'demo';

const NAME = 'Demo wallet';

type RainbowDetails = WalletDetailsParams['rkDetails'];

/** How RainbowKit's list shows the demo wallet: in a group of its own that says what it is. */
const rkDetails: RainbowDetails = {
  id: DEMO_WALLET_ID,
  name: NAME,
  iconUrl: DEMO_WALLET_ICON,
  iconBackground: '#191d25',
  installed: true,
  index: 0,
  groupIndex: 1,
  groupName: 'No extension needed',
  isRainbowKitConnector: true,
};

/**
 * wagmi's connector of the demo wallet. It exists only where the configuration allows it, and every
 * connection and signature asks the chain once more (`assertDemoWallet`).
 *
 * @throws SwapError `wallet/demo-not-allowed` when it is made for any other network.
 */
export function demoConnector(network: WalletNetwork, storage: Storage) {
  if (!allowsDemoWallet(network)) throw new SwapError('wallet/demo-not-allowed');
  return createConnector<DemoProvider, { rkDetails: RainbowDetails }>(({ chains, emitter }) => {
    let opened: Promise<DemoProvider> | null = null;

    const getProvider = () => {
      opened ??= openDemoProvider(network, storage).catch((error: unknown) => {
        // What failed now, the chain or the storage, may work at the next attempt.
        opened = null;
        throw error;
      });
      return opened;
    };
    const getAccounts = async () => addresses(await ask(await getProvider(), 'eth_accounts'));

    return {
      id: DEMO_WALLET_ID,
      name: NAME,
      type: 'demo',
      icon: DEMO_WALLET_ICON,
      rkDetails,
      getProvider,
      getAccounts,
      getChainId: () => Promise.resolve(network.chainId),
      connect: async ({ withCapabilities } = {}) => {
        const accounts = await getAccounts();
        const described = accounts.map((address) => ({ address, capabilities: {} }));
        // wagmi types the result by the parameter's type, which no implementation can express.
        return {
          accounts: (withCapabilities ? described : accounts) as never,
          chainId: network.chainId,
        };
      },
      disconnect: () => {
        // The next connection makes a new account when the key was forgotten meanwhile.
        opened = null;
        return Promise.resolve();
      },
      isAuthorized: () => Promise.resolve(readDemoKey(storage) !== null),
      switchChain: () => Promise.resolve(chains[0]),
      onAccountsChanged: () => undefined,
      onChainChanged: () => undefined,
      onDisconnect: () => emitter.emit('disconnect'),
    };
  });
}

function ask(provider: DemoProvider, method: string): Promise<unknown> {
  return provider.request({ method });
}

function addresses(value: unknown): readonly Address[] {
  return Array.isArray(value) ? value.map((address) => getAddress(String(address))) : [];
}
