import { readExchangeEnv } from './exchange-env.ts';
import { readDeployment } from './read-deployment.ts';
import { readNetworkConfig } from './read-network-config.ts';
import type { WebConfig } from './web-config.ts';

/**
 * Everything the browser needs to trade, or `null` while no deployment is known for the configured
 * chain: then pages show trading as unavailable. Server side only; read on each request.
 *
 * @throws ConfigurationError naming every wrong setting at once.
 */
export function readWebConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): WebConfig | null {
  const deployment = readDeployment(readExchangeEnv(env));
  if (deployment === null) return null;
  return {
    ...readNetworkConfig(env),
    contracts: deployment.contracts,
    tokens: deployment.tokens,
  };
}
