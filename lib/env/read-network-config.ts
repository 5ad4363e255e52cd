import { networks } from '#lib/domain/network.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readExchangeEnv } from './exchange-env.ts';
import type { NetworkConfig } from './network-config.ts';
import { readSettings } from './read-settings.ts';

/**
 * What the web application tells the browser about the network and the sidecar. Server side only;
 * read on each request, so that one build serves every network.
 *
 * @throws ConfigurationError naming every wrong setting at once.
 */
export function readNetworkConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): NetworkConfig {
  const exchange = readExchangeEnv(env);
  const settings = readSettings(env);
  const network = networks[exchange.network];
  const sidecarUrl = settings.PUBLIC_SIDECAR_URL ?? `http://localhost:${settings.SIDECAR_PORT}`;
  return {
    network: network.name,
    networkTitle: network.title,
    chainId: exchange.chainId,
    rpcUrl: exchange.publicRpcUrl,
    explorerUrl: network.explorerUrl,
    sidecarUrl,
    sidecarWsUrl: settings.PUBLIC_SIDECAR_WS_URL ?? `${sidecarUrl.replace(/^http/, 'ws')}/ws`,
    developmentFeatures: exchange.developmentFeatures,
    version: packageJson.version,
  };
}
