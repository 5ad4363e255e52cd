import { encodeFunctionData, keccak256, maxUint256, stringToHex } from 'viem';
import { luxTokenAbi } from '#contracts-abi/abis/lux-token.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { type DeployStep, hasCode } from './deploy-step.ts';

const GAS = 120_000n;
const MINTER_ROLE = keccak256(stringToHex('MINTER_ROLE'));

/** Lets `minter` create new amounts of a token. */
export function grantMinterStep(token: Token, minter: Address): DeployStep {
  const contract = { address: token.address, abi: luxTokenAbi } as const;
  const args = [MINTER_ROLE, minter] as const;
  return {
    title: `let the faucet mint ${token.symbol}`,
    to: token.address,
    data: encodeFunctionData({ abi: luxTokenAbi, functionName: 'grantRole', args }),
    value: 0n,
    gas: GAS,
    isDone: async (client) =>
      (await hasCode(client, token.address)) &&
      (await client.readContract({ ...contract, functionName: 'hasRole', args })),
  };
}

/** Lets `spender` take a token from `owner`, without limit: the token never lowers such an allowance. */
export function approveStep({
  token,
  owner,
  spender,
}: {
  readonly token: Token;
  readonly owner: Address;
  readonly spender: { readonly name: string; readonly address: Address };
}): DeployStep {
  const contract = { address: token.address, abi: luxTokenAbi } as const;
  return {
    title: `approve ${token.symbol} for ${spender.name}`,
    to: token.address,
    data: encodeFunctionData({
      abi: luxTokenAbi,
      functionName: 'approve',
      args: [spender.address, maxUint256],
    }),
    value: 0n,
    gas: GAS,
    isDone: async (client) => {
      if (!(await hasCode(client, token.address))) return false;
      const args = [owner, spender.address] as const;
      const allowance = await client.readContract({ ...contract, functionName: 'allowance', args });
      return allowance === maxUint256;
    },
  };
}
