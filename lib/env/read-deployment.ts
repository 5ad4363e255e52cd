import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicDeployments } from '#contracts-abi/deployments.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { ExchangeEnv } from './exchange-env.ts';
import { parseDeployment } from './parse-deployment.ts';

/** File in the network's folder in which a local deployment is recorded. */
export const DEPLOYMENT_FILE = 'deployment.json';

/**
 * What is deployed on the network: of the local one, what its folder records; of a public one, what
 * `contracts-abi` lists. `null` where nothing is.
 *
 * @throws DeploymentRecordError when the record is damaged or belongs to another network.
 */
export function readDeployment(
  env: Pick<ExchangeEnv, 'network' | 'chainId' | 'networkDir'>,
): Deployment | null {
  if (env.network !== 'local') return publicDeployments[env.network] ?? null;
  const path = join(env.networkDir, DEPLOYMENT_FILE);
  if (!existsSync(path)) return null;
  return parseDeployment(readFileSync(path, 'utf8'), { path, chainId: env.chainId });
}
