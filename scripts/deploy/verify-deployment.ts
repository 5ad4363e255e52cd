import { createPublicClient, http, type PublicClient } from 'viem';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import {
  CODELESS_CONTRACTS,
  CONTRACT_NAMES,
  type ContractName,
  type Deployment,
} from '#lib/domain/network.ts';
import { DeployError } from './deploy-error.ts';
import { hasCode } from './deploy-step.ts';
import type { LocalAccounts } from './local-accounts.ts';
import { isUnreachable } from './unreachable.ts';
import {
  type VerifiedClearingHouse,
  verifyClearingHouse,
  verifyTimelock,
} from './verify-clearing-house.ts';

/** What is at one configured address. `text` says it to a person; only `ok` counts. */
export type VerifiedAddress = {
  readonly name: string;
  readonly address: Address;
  readonly ok: boolean;
  readonly text: string;
};

export type VerifyDeployment = {
  readonly rpcUrl: string;
  /** The accounts of a local network, to compare roles with; `null` elsewhere. */
  readonly accounts: LocalAccounts | null;
};

/**
 * Compares a deployment with the chain behind an RPC: chain id, genesis block, and what is at every
 * address: decimals of tokens; code, roles, assets and markets of the clearing house.
 *
 * @returns One entry for each address, in the order of the configuration, and one for each thing that
 *   differs in the clearing house or its timelock.
 * @throws DeployError `deploy/rpc-unreachable`, `deploy/wrong-chain` or `deploy/chain-was-reset`.
 */
export async function verifyDeployment(
  deployment: Deployment,
  { rpcUrl, accounts }: VerifyDeployment,
): Promise<VerifiedAddress[]> {
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true, retryCount: 2 }) });
  try {
    await assertChain(client, deployment);
    const contracts = CONTRACT_NAMES.flatMap((name) => {
      const address = deployment.contracts[name];
      return address === undefined ? [] : [{ name, address }];
    });
    const rows = await Promise.all([
      ...contracts.map(
        async ({ name, address }) =>
          await verifyNamed(client, { name, address, deployment, accounts }),
      ),
      ...deployment.tokens.map(async (token) => [await verifyToken(client, token)]),
    ]);
    return rows.flat();
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

type NamedContract = {
  readonly name: ContractName;
  readonly address: Address;
  readonly deployment: Deployment;
  readonly accounts: LocalAccounts | null;
};

async function verifyNamed(
  client: PublicClient,
  { name, address, deployment, accounts }: NamedContract,
): Promise<VerifiedAddress[]> {
  if (CODELESS_CONTRACTS.has(name)) return [{ name, address, ok: true, text: 'no code expected' }];
  const found = await verifyContract(client, name, address);
  if (!found.ok) return [found];
  if (name === 'clearingHouse') {
    const asked = verifyClearingHouse(client, { deployment, address, accounts });
    return rowsOf(found, await answerOf(asked));
  }
  if (name === 'timelock') {
    return rowsOf(found, await answerOf(verifyTimelock(client, { address, accounts })));
  }
  return [found];
}

/** Another contract does not answer as this one: `null`. */
async function answerOf(
  asked: Promise<VerifiedClearingHouse>,
): Promise<VerifiedClearingHouse | null> {
  return await asked.catch((error: unknown) =>
    isUnreachable(error) ? Promise.reject(error) : null,
  );
}

function rowsOf(found: VerifiedAddress, verified: VerifiedClearingHouse | null): VerifiedAddress[] {
  if (verified === null) return [{ ...found, ok: false, text: 'IS ANOTHER CONTRACT' }];
  const { differs, text } = verified;
  if (differs.length === 0) return [{ ...found, text }];
  return differs.map((difference) => ({ ...found, ok: false, text: `DIFFERS: ${difference}` }));
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
