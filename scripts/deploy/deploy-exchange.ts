import { join } from 'node:path';
import { createPublicClient, http } from 'viem';
import type { Hash } from '#lib/domain/address.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { DEPLOYMENT_FILE, readDeployment } from '#lib/env/read-deployment.ts';
import { DeployError } from './deploy-error.ts';
import { planExchange } from './exchange-plan.ts';
import { DEFAULT_INITIAL_PRICES, type InitialPrices } from './initial-prices.ts';
import { assertLocalTarget, inspectChain } from './inspect-chain.ts';
import { localAccounts } from './local-accounts.ts';
import { type DeployProgress, sendSteps } from './send-steps.ts';
import { isUnreachable } from './unreachable.ts';
import { writeDeployment } from './write-deployment.ts';

export type DeployExchange = {
  readonly env: ExchangeEnv;
  /** What pools that do not exist yet are seeded at. */
  readonly initialPrices?: InitialPrices | undefined;
  /** Deploy although the record is of a chain that has been reset since, and replace the record. */
  readonly redeploy?: boolean | undefined;
  readonly onProgress?: ((progress: DeployProgress) => void) | undefined;
};

/**
 * Brings the exchange onto the local network: contracts, tokens, faucet and pools. What exists is
 * left as it is, so it may be interrupted anywhere and run again, and a complete deployment sends
 * nothing. The result is recorded in the network's folder once all of it is on the chain.
 *
 * @throws DeployError with a stable code; DeploymentRecordError when the record is damaged.
 */
export async function deployExchange(options: DeployExchange): Promise<Deployment> {
  assertLocalTarget(options.env);
  try {
    return await deployTo(options);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new DeployError(
      `The chain at ${options.env.rpcUrl} does not answer. Start it (npm start), or set RPC_URL. ` +
        'An interrupted deployment continues when it is run again.',
      { code: 'deploy/rpc-unreachable', cause: error },
    );
  }
}

async function deployTo(options: DeployExchange): Promise<Deployment> {
  const { env, initialPrices = DEFAULT_INITIAL_PRICES, redeploy = false, onProgress } = options;
  const client = createPublicClient({
    transport: http(env.rpcUrl, { batch: true, retryCount: 0 }),
  });
  const genesisHash = await inspectChain(client, env);
  if (!redeploy) assertSameChain(env, genesisHash);
  const account = developmentAccount(env, 'deployer');
  const plan = planExchange({
    chainId: env.chainId,
    accounts: localAccounts(env),
    initialPrices,
  });
  await sendSteps({
    client,
    account,
    chainId: env.chainId,
    steps: plan.steps,
    onProgress: onProgress ?? (() => undefined),
  });
  const deployment: Deployment = {
    version: 1,
    network: 'local',
    chainId: env.chainId,
    genesisHash,
    contracts: plan.contracts,
    tokens: plan.tokens,
  };
  await writeDeployment(join(env.networkDir, DEPLOYMENT_FILE), deployment);
  return deployment;
}

function assertSameChain(env: ExchangeEnv, genesisHash: Hash): void {
  const recorded = readDeployment(env)?.genesisHash ?? genesisHash;
  if (recorded === genesisHash) return;
  throw new DeployError(
    `${join(env.networkDir, DEPLOYMENT_FILE)} records a deployment on the chain with genesis block ` +
      `${recorded}, but ${env.rpcUrl} has ${genesisHash}: the chain has begun anew. Begin anew with ` +
      'it (npm start -- --reset), or deploy again over the record (npm run deploy -- --redeploy).',
    { code: 'deploy/chain-was-reset' },
  );
}
