import { join, resolve } from 'node:path';
import { type NetworkName, networks } from '#lib/domain/network.ts';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { isLoopbackUrl } from './loopback.ts';
import { readSettings, rpcUrlsOf } from './read-settings.ts';

/** Which chain this installation of the exchange serves, and where it keeps its data. */
export type ExchangeEnv = {
  readonly network: NetworkName;
  readonly chainId: number;
  /** The RPC that the server side talks to. */
  readonly rpcUrl: string;
  /** All RPC endpoints that the sidecar may use, the preferred one first; WebSockets too. */
  readonly rpcUrls: readonly string[];
  /** The RPC that browsers are told; the same unless PUBLIC_RPC_URL says otherwise. */
  readonly publicRpcUrl: string;
  /** Absolute folder of everything kept on this machine. */
  readonly dataDir: string;
  /** Absolute folder of what belongs to this chain: `<dataDir>/<network>-<chainId>`. */
  readonly networkDir: string;
  /** Demo wallet, faucet, test keys, simulated prices: the local network over a loopback RPC only. */
  readonly developmentFeatures: boolean;
};

/**
 * Reads the environment (and CONFIG_FILE) of the exchange.
 *
 * @throws ConfigurationError naming every wrong setting at once.
 */
export function readExchangeEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ExchangeEnv {
  const settings = readSettings(env);
  const network = networks[settings.NETWORK];
  const chainId = settings.CHAIN_ID ?? network.chainId;
  const rpcUrls = rpcUrlsOf(settings);
  const rpcUrl = rpcUrls.find((url) => url.startsWith('http')) ?? network.rpcUrl;
  const dataDir = resolve(settings.DATA_DIR);
  return {
    network: network.name,
    chainId,
    rpcUrl,
    rpcUrls,
    publicRpcUrl: settings.PUBLIC_RPC_URL ?? rpcUrl,
    dataDir,
    networkDir: join(dataDir, `${network.name}-${chainId}`),
    developmentFeatures: network.name === 'local' && rpcUrls.every(isLoopbackUrl),
  };
}

/**
 * Holds whoever uses the well-known test keys, the faucet or simulated prices to the local network.
 *
 * @throws ConfigurationError when the network is another one, or its RPC is not on this machine.
 */
export function assertDevelopmentNetwork(env: ExchangeEnv): void {
  const problems: ConfigurationProblem[] = [];
  if (env.network !== 'local') {
    const fix = 'development keys and simulated prices exist only on the local network';
    problems.push({ variable: 'NETWORK', value: env.network, fix });
  }
  const elsewhere = env.rpcUrls.find((url) => !isLoopbackUrl(url));
  if (elsewhere !== undefined) {
    const fix = 'development keys are used only over a loopback RPC, as http://127.0.0.1:8545';
    const variable = elsewhere === env.rpcUrl ? 'RPC_URL' : 'RPC_URLS';
    problems.push({ variable, value: elsewhere, fix });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  if (!env.developmentFeatures) {
    const fix = 'unset it: development features are off for this environment';
    throw new ConfigurationError([{ variable: 'NETWORK', value: env.network, fix }]);
  }
}
