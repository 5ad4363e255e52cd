import { keccak256, size } from 'viem';
import { getCode } from 'viem/actions';
import { chainFailure } from '#lib/chain/chain-failure.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { type BlockRef, readBlock } from '#lib/chain/read-block.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { CODELESS_CONTRACTS, CONTRACT_NAMES, type ContractName } from '#lib/domain/network.ts';

/** What the chain has at the address of a contract. */
export type ContractCode = {
  readonly name: ContractName;
  readonly address: Address;
  /** Whether code belongs there. */
  readonly expected: boolean;
  /** Length in bytes; 0 = there is none. */
  readonly bytes: number;
  /** Keccak-256 of the code; `null` without any. */
  readonly hash: Hash | null;
};

/** The chain as this browser sees it, past the exchange. */
export type ChainFindings = {
  readonly block: BlockRef;
  /** How long the node took to say so, milliseconds. */
  readonly latencyMs: number;
  readonly contracts: readonly ContractCode[];
};

/**
 * Asks the chain itself for its head, and for the code at the addresses that are said to be contracts.
 *
 * @throws ChainError.
 */
export async function readContractCode(
  client: ChainClient,
  contracts: Readonly<Partial<Record<ContractName, Address>>>,
): Promise<ChainFindings> {
  const begun = performance.now();
  const block = await readBlock(client);
  const latencyMs = performance.now() - begun;
  const named = CONTRACT_NAMES.flatMap((name) => {
    const address = contracts[name];
    return address === undefined ? [] : [{ name, address }];
  });
  try {
    const found = await Promise.all(
      named.map(async ({ name, address }): Promise<ContractCode> => {
        const code = (await getCode(client, { address })) ?? '0x';
        const bytes = size(code);
        const hash = bytes === 0 ? null : keccak256(code);
        return { name, address, expected: !CODELESS_CONTRACTS.has(name), bytes, hash };
      }),
    );
    return { block, latencyMs, contracts: found };
  } catch (cause) {
    throw chainFailure(cause);
  }
}
