import type { Deployment } from '#lib/domain/network.ts';
import { DeploymentRecordError } from '#lib/env/parse-deployment.ts';
import { DeployError } from '#scripts/deploy/deploy-error.ts';
import { deployExchange } from '#scripts/deploy/deploy-exchange.ts';
import { localAccounts } from '#scripts/deploy/local-accounts.ts';
import { verifyDeployment } from '#scripts/deploy/verify-deployment.ts';
import { initialPrices } from '#server/oracle/index.ts';
import { StartError } from './start-error.ts';
import type { StartSettings } from './start-settings.ts';

export type DeployedContracts = {
  readonly deployment: Deployment;
  /** Transactions that were needed; 0 when everything was there. */
  readonly sent: number;
  /** How the clearing house differs from this release's, one sentence each. */
  readonly differs: readonly string[];
};

/**
 * Brings the contracts and pools onto the local chain, at the prices of the simulated market that
 * the sidecar continues.
 *
 * @throws StartError `start/deployment-failed` with the deployment's own reason and remedy.
 */
export async function deployContracts(
  { env, simSeed }: StartSettings,
  onLine: (line: string) => void,
): Promise<DeployedContracts> {
  let sent = 0;
  try {
    const deployment = await deployExchange({
      env,
      initialPrices: await initialPrices({
        networkDir: env.networkDir,
        seed: simSeed,
        nowMs: Date.now(),
      }),
      onProgress: ({ title, sent: count, total }) => {
        sent = count;
        onLine(`${count}/${total} ${title}`);
      },
    });
    return { deployment, sent, differs: await clearingHouseFaults(deployment, env) };
  } catch (error) {
    throw asStartError(error);
  }
}

/** The chain may carry an older release's: what was created first stays at the address. */
async function clearingHouseFaults(
  deployment: Deployment,
  env: StartSettings['env'],
): Promise<readonly string[]> {
  const accounts = localAccounts(env);
  const rows = await verifyDeployment(deployment, { rpcUrl: env.rpcUrl, accounts });
  return rows.filter(({ name, ok }) => name === 'clearingHouse' && !ok).map(({ text }) => text);
}

function asStartError(error: unknown): StartError {
  if (error instanceof DeploymentRecordError) {
    return new StartError('start/deployment-damaged', {
      message: error.message,
      fix: 'Remove that file and start again: what is on the chain is found again. Or begin anew with: npm start -- --reset',
      cause: error,
    });
  }
  const coded = error instanceof DeployError ? ` (${error.code})` : '';
  const reason = error instanceof Error ? error.message : String(error);
  return new StartError('start/deployment-failed', {
    message: `The contracts could not be deployed${coded}: ${reason}`,
    fix: 'Start again: an interrupted deployment goes on. To begin anew: npm start -- --reset',
    cause: error,
  });
}
