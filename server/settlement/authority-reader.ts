import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readMany } from '#lib/chain/read-many.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { KeyOnChain } from './contract-words.ts';
import type { EpochOnChain } from './signed-epochs.ts';

/** What the contract knows of accounts at one block; rejects while the chain does not answer. */
export type AuthorityReader = {
  /** Trading keys, as they were approved last. */
  keys(
    keys: readonly { readonly account: Address; readonly agent: Address }[],
    block: Hash,
  ): Promise<readonly KeyOnChain[]>;
  epochs(accounts: readonly Address[], block: Hash): Promise<readonly EpochOnChain[]>;
};

/** Reads over RPC, through Multicall3. */
export function createAuthorityReader({
  client,
  contract,
  multicall3,
}: {
  readonly client: ChainClient;
  readonly contract: Address;
  readonly multicall3: Address;
}): AuthorityReader {
  const at = { address: contract, abi: clearingHouseAbi } as const;
  return {
    async keys(keys, blockHash) {
      const reads = keys.map(({ account, agent }) =>
        contractRead({ ...at, functionName: 'agentOf', args: [account, agent] }),
      );
      const answers = await readMany({ client, multicall3, blockHash }, reads);
      return answers.map(([{ nonce, expiry, markets, maxNotional }]) => ({
        nonce,
        expiry,
        markets,
        maxNotional,
      }));
    },
    async epochs(accounts, blockHash) {
      const reads = accounts.map((account) =>
        contractRead({ ...at, functionName: 'accountOf', args: [account] }),
      );
      const answers = await readMany({ client, multicall3, blockHash }, reads);
      return answers.map(({ epoch, formerEpochUntil: changesUntil }) => ({ epoch, changesUntil }));
    },
  };
}
