import type { Hash } from '#lib/domain/address.ts';
import {
  CODELESS_CONTRACTS,
  CONTRACT_NAMES,
  type ContractName,
  type Deployment,
} from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import type { ChainReader } from './chain-reader.ts';

/** What is true of the connected chain, compared with what is configured. */
export type NetworkCheck = {
  readonly genesisHash: Hash;
  readonly deployment: Deployment | null;
  /** False when the deployment was made on a chain with another genesis block. */
  readonly genesisMatches: boolean;
  /** Configured contracts at whose address there is no code, though it is expected. */
  readonly missingContracts: readonly ContractName[];
};

/**
 * Verifies chain id, genesis hash and the code at every configured address that should have it.
 *
 * @throws ConfigurationError when the RPC belongs to another chain id; whatever the reader throws.
 */
export async function checkNetwork({
  reader,
  env,
  deployment,
}: {
  reader: ChainReader;
  env: ExchangeEnv;
  deployment: Deployment | null;
}): Promise<NetworkCheck> {
  const chainId = await reader.chainId();
  if (chainId !== env.chainId) {
    const fix = `it answers with chain id ${chainId}, the network ${env.network} has ${env.chainId}; connect to that chain`;
    throw new ConfigurationError([{ variable: 'RPC_URL', value: env.rpcUrl, fix }]);
  }
  const genesis = await reader.blockByNumber(0);
  if (genesis === null) throw new Error('the chain has no genesis block');
  const pinned = deployment?.genesisHash ?? null;
  return {
    genesisHash: genesis.hash,
    deployment,
    genesisMatches: pinned === null || pinned === genesis.hash,
    missingContracts: deployment === null ? [] : await withoutCode(reader, deployment),
  };
}

async function withoutCode(reader: ChainReader, deployment: Deployment): Promise<ContractName[]> {
  const names = CONTRACT_NAMES.filter((name) => !CODELESS_CONTRACTS.has(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const address = deployment.contracts[name];
      return address === undefined || (await reader.hasCode(address));
    }),
  );
  return names.filter((_, index) => found[index] === false);
}
