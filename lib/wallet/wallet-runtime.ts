import type { Account, Chain, Client, Transport } from 'viem';
import type { Config, Connector } from 'wagmi';
import {
  connect,
  disconnect,
  getConnection,
  getConnectorClient,
  reconnect,
  switchChain,
  watchConnection,
  watchConnectors,
} from 'wagmi/actions';
import type { Address } from '#lib/domain/address.ts';
import { isChainOnly } from '#lib/exit/chain-only.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';
import { DEMO_WALLET_ID } from './demo-connector.ts';
import { fundEmptyAccount } from './fund-account.ts';
import { lastWallet, setLastWallet } from './last-wallet.ts';
import { networkClient } from './network-client.ts';
import { announcesItself, createWalletConfig } from './wallet-config.ts';
import { addNetworkParameters, type WalletNetwork } from './wallet-network.ts';
import { type WalletConnection, walletStore } from './wallet-store.ts';

/** Asks the connected wallet to sign, on the page's chain. */
export type WalletSigner = Client<Transport, Chain, Account>;

/** The wallet with wagmi behind it: one for the whole page. */
export type WalletRuntime = {
  /** For RainbowKit and for wagmi's hooks. */
  readonly config: Config;
  /** Takes up the connection of before the reload, if there was one. */
  restore(): Promise<void>;
  /** Connects the demo wallet; throws where there is none. */
  connectDemo(): Promise<void>;
  disconnect(): Promise<void>;
  /** Switches the wallet to the page's network, adding it where the wallet does not know it. */
  switchNetwork(): Promise<void>;
  /** The connected wallet, held to the page's chain. */
  signer(): Promise<WalletSigner>;
  /** Whether any wallet was found in this browser. */
  hasWallets(): boolean;
};

/** How long a wallet that was connected may take to announce itself after a reload. */
const ANNOUNCEMENT_MS = 2_000;

/** Between two questions to a chain that does not answer. */
const CHAIN_RETRY_MS = 1_000;

let runtime: WalletRuntime | null = null;
let restoring = false;

/** The page's wallet. The network of the first call counts; a page has one. */
export function walletRuntime(network: WalletNetwork): WalletRuntime {
  runtime ??= createWalletRuntime(network);
  return runtime;
}

function createWalletRuntime(network: WalletNetwork): WalletRuntime {
  const config = createWalletConfig(network);
  watchConnection(config, {
    onChange: ({ status, address }, before) => {
      publish(config);
      const isNew = status === 'connected' && before.status !== 'connected';
      // However the demo wallet was chosen, it is of no use while it is empty.
      if (isNew && isDemoConnected()) void fund(network, address);
    },
  });
  return {
    config,
    restore: () => restore(config),
    connectDemo: async () => {
      await connect(config, { connector: connectorOf(config, DEMO_WALLET_ID) });
    },
    disconnect: () => disconnect(config),
    switchNetwork: async () => {
      const addEthereumChainParameter = addNetworkParameters(network);
      await switchChain(config, { chainId: network.chainId, addEthereumChainParameter });
    },
    signer: () => getConnectorClient(config, { chainId: network.chainId }),
    hasWallets: () => 'ethereum' in window || config.connectors.some(announcesItself),
  };
}

function isDemoConnected(): boolean {
  const { connection } = walletStore.getState();
  return connection.status === 'connected' && connection.isDemo;
}

async function fund(network: WalletNetwork, address: Address): Promise<void> {
  // The faucet is the exchange's.
  if (isChainOnly(location.pathname)) return;
  const client = networkClient(network);
  await fundEmptyAccount({ sidecarUrl: network.sidecarUrl, client, address });
}

function connectorOf(config: Config, id: string): Connector {
  const connector = config.connectors.find((candidate) => candidate.id === id);
  if (connector === undefined) throw new SwapError('wallet/not-found');
  return connector;
}

async function restore(config: Config): Promise<void> {
  const id = lastWallet();
  if (id === null || config.state.status !== 'disconnected') return;
  restoring = true;
  walletStore.setState({ connection: { status: 'connecting', restoring } });
  const connector = await announced(config, id);
  if (connector !== null && (await opens(connector))) {
    await reconnect(config, { connectors: [connector] });
  }
  restoring = false;
  publish(config);
}

/** The connector of this id, waiting a little for a wallet that announces itself late. */
function announced(config: Config, id: string): Promise<Connector | null> {
  const find = () => config.connectors.find((connector) => connector.id === id) ?? null;
  const present = find();
  if (present !== null) return Promise.resolve(present);
  return new Promise((resolve) => {
    const finish = (connector: Connector | null) => {
      clearTimeout(timer);
      unwatch();
      resolve(connector);
    };
    const timer = setTimeout(() => finish(null), ANNOUNCEMENT_MS);
    const unwatch = watchConnectors(config, {
      onChange: () => {
        const found = find();
        if (found !== null) finish(found);
      },
    });
  });
}

/**
 * Whether a wallet's provider opens. The demo wallet asks the chain first, and waits for a chain that
 * is away; what it refuses for another reason stays refused.
 */
async function opens(connector: Connector): Promise<boolean> {
  for (;;) {
    try {
      await connector.getProvider();
      return true;
    } catch (error) {
      if (error instanceof SwapError) return false;
      await new Promise((resolve) => {
        setTimeout(resolve, CHAIN_RETRY_MS);
      });
    }
  }
}

/** Tells the page what wagmi knows. */
function publish(config: Config): void {
  const connection = connectionOf(config);
  if (connection.status === 'connected') setLastWallet(getConnection(config).connector?.id ?? null);
  if (connection.status === 'disconnected' && !restoring) setLastWallet(null);
  walletStore.setState({ connection });
}

function connectionOf(config: Config): WalletConnection {
  const { status, address, chainId, connector } = getConnection(config);
  if (status === 'connected') {
    const isDemo = connector.id === DEMO_WALLET_ID;
    return { status, address, chainId, walletName: connector.name, isDemo };
  }
  if (status === 'disconnected') return { status };
  return { status: 'connecting', restoring };
}
