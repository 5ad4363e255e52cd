import { parseAbi } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readMany } from '#lib/chain/read-many.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';

/** An asset of the contract at one block. */
export type AssetOnChain = {
  readonly token: Address;
  /** What the contract says that it owes, and what it holds, whole quanta. */
  readonly custody: Quanta;
  readonly held: Quanta;
};

/** What the contract has at one block; rejects while the chain does not answer. */
export type LedgerReader = {
  /** Listed assets, by number. */
  assets(block: Hash): Promise<readonly AssetOnChain[]>;
  /** Who is paid the fees; without a block as of the newest. */
  feeAccount(block: Hash | null): Promise<Address>;
  /** Balances of each account, by number of the asset. */
  balances(accounts: readonly Address[], block: Hash): Promise<readonly (readonly Quanta[])[]>;
};

const tokenAbi = parseAbi(['function balanceOf(address account) view returns (uint256)']);

/** Reads over RPC, through Multicall3. */
export function createLedgerReader({
  client,
  contract,
  multicall3,
}: {
  readonly client: ChainClient;
  readonly contract: Address;
  readonly multicall3: Address;
}): LedgerReader {
  const at = { address: contract, abi: clearingHouseAbi } as const;
  const context = (blockHash: Hash | null) =>
    blockHash === null ? { client, multicall3 } : { client, multicall3, blockHash };
  return {
    async assets(block) {
      const counting = contractRead({ ...at, functionName: 'assetCount', args: [] });
      const [count] = await readMany(context(block), [counting]);
      const numbers = Array.from({ length: Number(count) }, (_, number) => BigInt(number));
      const listed = await readMany(
        context(block),
        numbers.map((number) => contractRead({ ...at, functionName: 'assetAt', args: [number] })),
      );
      const held = await readMany(
        context(block),
        listed.map(({ token: address }) => {
          const token = { address, abi: tokenAbi } as const;
          return contractRead({ ...token, functionName: 'balanceOf', args: [contract] });
        }),
      );
      return listed.map(({ token, custody, unitExponent }, number) => ({
        token,
        custody: Number(custody),
        held: Number((held[number] ?? 0n) / 10n ** BigInt(unitExponent)),
      }));
    },
    async feeAccount(block) {
      const read = contractRead({ ...at, functionName: 'feeAccount', args: [] });
      const [account] = await readMany(context(block), [read]);
      return account;
    },
    async balances(accounts, block) {
      const reads = accounts.map((account) =>
        contractRead({ ...at, functionName: 'balancesOf', args: [account] }),
      );
      const answers = await readMany(context(block), reads);
      return answers.map((quanta) => quanta.map(Number));
    },
  };
}
