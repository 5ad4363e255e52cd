import {
  domainSeparator,
  getContractAddress,
  type Hex,
  keccak256,
  type PublicClient,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { timelockControllerAbi } from '#contracts-abi/abis/timelock-controller.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Deployment } from '#lib/domain/network.ts';
import {
  type ClearingHouseOnChain,
  clearingHouseDifferences,
  readClearingHouse,
  stoppedParts,
} from '#server/clearing-house/index.ts';
import { clearingHouseInitCode } from './clearing-house-step.ts';
import type { LocalAccounts } from './local-accounts.ts';
import { isUnreachable } from './unreachable.ts';

/** Creates the clearing house in question, within a call: it has sent nothing, so its nonce is 0. */
const CREATOR: Address = '0x00000000000000000000000000000000000c0de0';

export type VerifyClearingHouse = {
  readonly deployment: Deployment;
  readonly address: Address;
  /** The accounts of a local network; `null` elsewhere, where they are not known. */
  readonly accounts: LocalAccounts | null;
};

/** What was found: `differs` are sentences, none where all is as it should be. */
export type VerifiedClearingHouse = {
  readonly differs: readonly string[];
  /** What it has, in a few words. */
  readonly text: string;
};

/**
 * Compares a clearing house that has code with this release's and with `lib/domain`: its code, its
 * domain, assets and markets, and who has which role.
 *
 * @throws whatever the client throws.
 */
export async function verifyClearingHouse(
  client: PublicClient,
  { deployment, address, accounts }: VerifyClearingHouse,
): Promise<VerifiedClearingHouse> {
  const { multicall3 } = deployment.contracts;
  if (multicall3 === undefined) {
    return { differs: ['it cannot be read: Multicall3 is not listed'], text: 'has code' };
  }
  const found = await readClearingHouse(client, { address, multicall3 });
  const differs = [
    ...(await codeDifferences(client, { deployment, address, found })),
    ...clearingHouseDifferences(found, deployment),
    ...(accounts === null ? [] : await roleDifferences(client, { address, accounts, found })),
  ];
  const listed = `${found.assets.length} assets, ${found.markets.length} markets`;
  return { differs, text: [`has code, ${listed}`, ...stoppedParts(found)].join('; ') };
}

/** Compares the roles of a timelock that has code. */
export async function verifyTimelock(
  client: PublicClient,
  { address, accounts }: { readonly address: Address; readonly accounts: LocalAccounts | null },
): Promise<VerifiedClearingHouse> {
  const contract = { address, abi: timelockControllerAbi } as const;
  const hasRole = async (role: Hex, account: Address) =>
    await client.readContract({ ...contract, functionName: 'hasRole', args: [role, account] });
  const [delay, itself, anybody] = await Promise.all([
    client.readContract({ ...contract, functionName: 'getMinDelay' }),
    hasRole(zeroHash, address),
    hasRole(keccak256(stringToHex('EXECUTOR_ROLE')), zeroAddress),
  ]);
  const differs = itself ? [] : ['it does not administer itself'];
  if (anybody) differs.push('anybody may execute');
  if (accounts !== null) {
    const { deployer } = accounts;
    for (const role of ['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE']) {
      if (!(await hasRole(keccak256(stringToHex(role)), deployer))) {
        differs.push(`${deployer} lacks ${role}`);
      }
    }
    if (await hasRole(zeroHash, deployer)) differs.push(`${deployer} administers it`);
  }
  return { differs, text: `has code, delay ${delay} s` };
}

async function roleDifferences(
  client: PublicClient,
  {
    address,
    accounts,
    found,
  }: Pick<VerifyClearingHouse, 'address'> & {
    readonly accounts: LocalAccounts;
    readonly found: ClearingHouseOnChain;
  },
): Promise<string[]> {
  const { keeper, guardian, feeAccount } = accounts;
  const differs: string[] = [];
  if (found.guardian !== guardian)
    differs.push(`the guardian is ${found.guardian}, not ${guardian}`);
  if (found.feeAccount !== feeAccount) {
    differs.push(`the fee account is ${found.feeAccount}, not ${feeAccount}`);
  }
  const contract = { address, abi: clearingHouseAbi } as const;
  const operates = await client.readContract({
    ...contract,
    functionName: 'isOperator',
    args: [keeper],
  });
  if (!operates) differs.push(`${keeper} is no operator`);
  return differs;
}

/**
 * Compares the code with what the committed creation code leaves: its address does not depend on it.
 * What it remembers of itself (address, domain) is put in the place of what a trial remembers.
 */
async function codeDifferences(
  client: PublicClient,
  {
    deployment,
    address,
    found,
  }: Omit<VerifyClearingHouse, 'accounts'> & { readonly found: ClearingHouseOnChain },
): Promise<string[]> {
  const { tokens, chainId } = deployment;
  const { owner, guardian, feeAccount, wlux } = found;
  const roles = { owner, guardian, feeAccount, operators: [] };
  const [code, trial] = await Promise.all([
    client.getCode({ address }),
    client
      .call({ account: CREATOR, data: clearingHouseInitCode(roles, { wlux, tokens }) })
      .catch((error: unknown) => (isUnreachable(error) ? Promise.reject(error) : null)),
  ]);
  if (trial === null) return ['it cannot be created with the tokens that are configured'];
  const tried = getContractAddress({ from: CREATOR, nonce: 0n });
  const separatorOf = (verifyingContract: Address) =>
    domainSeparator({ domain: { name: 'Lux Exchange', version: '1', chainId, verifyingContract } });
  const expected = (trial.data ?? '0x')
    .replaceAll(tried.slice(2).toLowerCase(), address.slice(2).toLowerCase())
    .replaceAll(separatorOf(tried).slice(2), separatorOf(address).slice(2));
  return code === expected ? [] : ["its code is not this release's"];
}
