import { BaseError, type PublicClient } from 'viem';
import type { Hash } from '#lib/domain/address.ts';
import { networks } from '#lib/domain/network.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { isLoopbackUrl } from '#lib/env/loopback.ts';
import { DEPLOYMENT_PROXY } from './create2.ts';
import { DeployError } from './deploy-error.ts';
import { hasCode } from './deploy-step.ts';
import { isUnreachable } from './unreachable.ts';

/** Creation code that stores 42 in transient storage and returns what it loads from there. */
const TRANSIENT_STORAGE_PROBE = '0x602a60005d60005c60005260206000f3';
const FORTY_TWO = `0x${'0'.repeat(62)}2a`;

/**
 * Refuses every target but the local network over loopback: nothing is deployed with well-known keys
 * anywhere else.
 *
 * @throws DeployError `deploy/network-refused`.
 */
export function assertLocalTarget(env: Pick<ExchangeEnv, 'network' | 'rpcUrl'>): void {
  if (env.network !== 'local') {
    throw new DeployError(
      `This deploys to the local network only, not to "${env.network}": its keys are public. ` +
        'What is deployed on public networks is listed in contracts-abi/deployments.ts.',
      { code: 'deploy/network-refused' },
    );
  }
  if (!isLoopbackUrl(env.rpcUrl)) {
    throw new DeployError(
      'The local network must be on this machine: set RPC_URL to a loopback address, as ' +
        'http://127.0.0.1:8545.',
      { code: 'deploy/network-refused' },
    );
  }
}

/**
 * Verifies that the chain is the one meant and can carry the contracts.
 *
 * @returns The hash of its genesis block.
 * @throws DeployError that says what is wrong.
 */
export async function inspectChain(
  client: PublicClient,
  env: Pick<ExchangeEnv, 'chainId' | 'rpcUrl'>,
): Promise<Hash> {
  const chainId = await client.getChainId();
  if (chainId !== env.chainId) {
    throw new DeployError(
      `${env.rpcUrl} answers with chain id ${chainId}, not ${env.chainId}. Set CHAIN_ID or RPC_URL.`,
      { code: 'deploy/wrong-chain' },
    );
  }
  await assertRehearsal(client, chainId);
  await assertTransientStorage(client);
  if (!(await hasCode(client, DEPLOYMENT_PROXY))) {
    throw new DeployError(
      `The deterministic deployment proxy is not at ${DEPLOYMENT_PROXY}. anvil has it unless it was ` +
        'started with --disable-default-create2-deployer.',
      { code: 'deploy/proxy-missing' },
    );
  }
  const { hash } = await client.getBlock({ blockNumber: 0n });
  return hash;
}

/** A node of a public network may listen on loopback too; only anvil is a rehearsal of it. */
async function assertRehearsal(client: PublicClient, chainId: number): Promise<void> {
  const isPublic = Object.values(networks).some(
    (network) => network.name !== 'local' && network.chainId === chainId,
  );
  if (!isPublic) return;
  const version: unknown = await client.request({ method: 'web3_clientVersion' });
  if (typeof version !== 'string' || !version.startsWith('anvil/')) {
    throw new DeployError(
      `Chain id ${chainId} is a public network's and the node is ${String(version)}, not anvil: ` +
        'signatures made here would be valid there. Use chain id 1337.',
      { code: 'deploy/not-a-rehearsal' },
    );
  }
}

async function assertTransientStorage(client: PublicClient): Promise<void> {
  const call = client.call({ data: TRANSIENT_STORAGE_PROBE });
  const answer = await call.then(
    ({ data }) => data,
    (error: unknown) => (isExecutionError(error) ? undefined : Promise.reject(error)),
  );
  if (answer !== FORTY_TWO) {
    throw new DeployError(
      'The chain lacks transient storage (EIP-1153), which the contracts need. It must run the ' +
        'Cancun rules: anvil --hardfork cancun, or a newer node.',
      { code: 'deploy/transient-storage-missing' },
    );
  }
}

/** Whether the node answered that the code failed, rather than not at all. */
function isExecutionError(error: unknown): boolean {
  return error instanceof BaseError && !isUnreachable(error);
}
