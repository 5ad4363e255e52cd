import { createPublicClient, http, type PublicClient } from 'viem';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { CODELESS_CONTRACTS, CONTRACT_NAMES, type Deployment } from '#lib/domain/network.ts';
import { DeployError } from './deploy-error.ts';
import { hasCode } from './deploy-step.ts';
import { isUnreachable } from './unreachable.ts';

/** What is at one configured address. `text` says it to a person; only `ok` counts. */
export type VerifiedAddress = {
  readonly name: string;
  readonly address: Address;
  readonly ok: boolean;
  readonly text: string;
};

/**
 * Compares a deployment with the chain behind an RPC: chain id, genesis block, and what is at every
 * address, decimals of tokens included.
 *
 * @returns One entry for each address, in the order of the configuration.
 * @throws DeployError `deploy/rpc-unreachable`, `deploy/wrong-chain` or `deploy/chain-was-reset`.
 */
export async function verifyDeployment(
  deployment: Deployment,
  rpcUrl: string,
): Promise<VerifiedAddress[]> {
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true, retryCount: 2 }) });
  try {
    await assertChain(client, deployment);
    const contracts = CONTRACT_NAMES.flatMap((name) => {
      const address = deployment.contracts[name];
      return address === undefined ? [] : [{ name, address }];
    });
    return await Promise.all([
      ...contracts.map(async ({ name, address }) =>
        CODELESS_CONTRACTS.has(name)
          ? { name, address, ok: true, text: 'no code expected' }
          : await verifyContract(client, name, address),
      ),
      ...deployment.tokens.map(async (token) => await verifyToken(client, token)),
    ]);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const host = new URL(rpcUrl).host;
    throw new DeployError(`The chain at ${host} does not answer: check RPC_URL and the network.`, {
      code: 'deploy/rpc-unreachable',
      cause: error,
    });
  }
}

async function assertChain(client: PublicClient, deployment: Deployment): Promise<void> {
  const chainId = await client.getChainId();
  if (chainId !== deployment.chainId) {
    throw new DeployError(
      `The chain has id ${chainId}; the addresses of "${deployment.network}" are for ${deployment.chainId}.`,
      { code: 'deploy/wrong-chain' },
    );
  }
  if (deployment.genesisHash === null) return;
  const { hash }: { hash: Hash } = await client.getBlock({ blockNumber: 0n });
  if (hash !== deployment.genesisHash) {
    throw new DeployError(
      `The chain begins with block ${hash}, the recorded one with ${deployment.genesisHash}.`,
      { code: 'deploy/chain-was-reset' },
    );
  }
}

async function verifyContract(
  client: PublicClient,
  name: string,
  address: Address,
): Promise<VerifiedAddress> {
  const ok = await hasCode(client, address);
  return { name, address, ok, text: ok ? 'has code' : 'NO CODE' };
}

async function verifyToken(client: PublicClient, token: Token): Promise<VerifiedAddress> {
  const { symbol, address } = token;
  const found = await verifyContract(client, `token ${symbol}`, address);
  if (!found.ok) return found;
  const decimals = await client
    .readContract({ address, abi: erc20Abi, functionName: 'decimals' })
    .catch((error: unknown) => (isUnreachable(error) ? Promise.reject(error) : null));
  const ok = decimals === token.decimals;
  const text = ok
    ? `has code, ${decimals} decimals`
    : `HAS ${decimals} DECIMALS, not ${token.decimals}`;
  return { ...found, ok, text };
}
