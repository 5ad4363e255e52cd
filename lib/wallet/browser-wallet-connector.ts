import type { WalletDetailsParams } from '@rainbow-me/rainbowkit';
import { type CreateConnectorFn, injected } from 'wagmi';
import { BROWSER_WALLET_ICON } from './wallet-icons.ts';

type RainbowDetails = WalletDetailsParams['rkDetails'];

/**
 * The wallet behind `window.ethereum`, for wallets that do not announce themselves (EIP-6963).
 * RainbowKit's list shows it only while `isNeeded` says so, because those that do announce
 * themselves are there as well and would be listed twice.
 */
export function browserWalletConnector(isNeeded: () => boolean): CreateConnectorFn {
  const connector = injected();
  const rkDetails: RainbowDetails = {
    id: 'injected',
    name: 'Browser wallet',
    iconUrl: BROWSER_WALLET_ICON,
    iconBackground: '#191d25',
    installed: true,
    index: 1,
    groupIndex: 2,
    groupName: 'In this browser',
    // Read each time the list is drawn: without it the entry is not shown.
    get isRainbowKitConnector() {
      return isNeeded();
    },
  };
  return (config) => ({ ...connector(config), name: 'Browser wallet', rkDetails });
}
