import { createTestClient, http, publicActions, walletActions } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { wluxAbi } from '#contracts-abi/abis/wlux.ts';
import type { Address } from '#lib/domain/address.ts';
import { readArtifact } from '#scripts/deploy/read-artifact.ts';

/** A key of the test mnemonic; it protects nothing. */
const OWNER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const QUANTUM_EXPONENT = 12;
const QUANTUM = 10n ** 12n;

export type SmallClearingHouse = Awaited<ReturnType<typeof smallClearingHouse>>;

/**
 * A clearing house that lists wrapped LUX and nothing else, on a chain that mines each transaction;
 * its owner's client, and what a test does with it.
 */
export async function smallClearingHouse({
  rpcUrl,
  chainId = 1_337,
  operators,
}: {
  readonly rpcUrl: string;
  readonly chainId?: number;
  readonly operators: readonly Address[];
}) {
  const account = privateKeyToAccount(OWNER_KEY);
  const chain = { ...foundry, id: chainId };
  const client = createTestClient({
    mode: 'anvil',
    chain,
    account,
    transport: http(rpcUrl),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);

  async function create(hash: `0x${string}`): Promise<Address> {
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error('the contract was not created');
    return contractAddress;
  }

  const bytecode = readArtifact('wlux');
  const wlux = await create(await client.deployContract({ abi: wluxAbi, bytecode }));
  const config = {
    owner: account.address,
    guardian: account.address,
    feeAccount: account.address,
    wlux,
    exitDelay: 3_600,
    operators,
    assets: [{ token: wlux, unitExponent: QUANTUM_EXPONENT }],
    markets: [],
  };
  const address = await create(
    await client.deployContract({
      abi: clearingHouseAbi,
      bytecode: readArtifact('clearing-house'),
      args: [config],
    }),
  );
  return {
    address,
    client,
    /** Sends a deposit of so many quanta; it is mined as the chain does. */
    deposit: async (quanta: number) =>
      await client.writeContract({
        address,
        abi: clearingHouseAbi,
        functionName: 'depositNative',
        value: BigInt(quanta) * QUANTUM,
      }),
    setOperator: async (operator: Address, allowed: boolean) => {
      const hash = await client.writeContract({
        address,
        abi: clearingHouseAbi,
        functionName: 'setOperator',
        args: [operator, allowed],
      });
      await client.waitForTransactionReceipt({ hash });
    },
  };
}
