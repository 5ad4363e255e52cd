import {
  custom,
  decodeFunctionData,
  domainSeparator,
  encodeAbiParameters,
  encodeFunctionResult,
  type Hex,
  keccak256,
  toFunctionSelector,
  toHex,
} from 'viem';
import { expect, test } from 'vitest';
import type { Address, Hash } from '#lib/domain/address.ts';
import { createChainClient } from './create-chain-client.ts';
import { readPermit } from './permit.ts';
import type { ReadContext } from './read-many.ts';
import { multicall3Abi } from './token-abis.ts';

const TOKEN: Address = '0x00000000000000000000000000000000000000da';
const OWNER: Address = '0x00000000000000000000000000000000000000b0';
const DOMAIN = { name: 'Dai', version: '1', chainId: 1337, verifyingContract: TOKEN };
const separator = domainSeparator({ domain: DOMAIN });
const typeHash = (type: string) => keccak256(toHex(type));

const EIP_2612 = typeHash(
  'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)',
);
const DAI = typeHash(
  'Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)',
);

/** A chain with one token, which answers as it is told and reverts otherwise. */
function contextOf(answers: Readonly<Record<string, Hex>>): ReadContext {
  const client = createChainClient({
    chainId: 1337,
    name: 'one token',
    rpcUrl: 'http://localhost',
  });
  const respond = (data: Hex) => {
    const { args } = decodeFunctionData({ abi: multicall3Abi, data });
    const calls = Array.isArray(args?.[0]) ? args[0] : [];
    const result = calls.map(({ callData }: { callData: Hex }) => {
      const returnData = answers[callData.slice(0, 10)];
      return { success: returnData !== undefined, returnData: returnData ?? '0x' };
    });
    return encodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', result });
  };
  const { request } = custom({
    request: ({ params }: { params: readonly [{ data: Hex }] }) =>
      Promise.resolve(respond(params[0].data)),
  })({ chain: client.chain });
  return { client: { ...client, request }, multicall3: TOKEN };
}

const permitOf = async (hash: Hash | null) =>
  await readPermit(
    contextOf({
      [toFunctionSelector('DOMAIN_SEPARATOR()')]: separator,
      [toFunctionSelector('nonces(address)')]: toHex(7, { size: 32 }),
      [toFunctionSelector('name()')]: encodeAbiParameters([{ type: 'string' }], ['Dai']),
      ...(hash === null ? {} : { [toFunctionSelector('PERMIT_TYPEHASH()')]: hash }),
    }),
    { token: TOKEN, owner: OWNER, chainId: 1337 },
  );

test('a permit is offered where the token says that it has the form of EIP-2612, or does not say', async () => {
  expect(await permitOf(EIP_2612)).toEqual({ domain: DOMAIN, nonce: 7n });
  expect(await permitOf(null)).toEqual({ domain: DOMAIN, nonce: 7n });
});

test('a permit of another form, as DAI has it, is not asked for: nobody could use it', async () => {
  expect(await permitOf(DAI)).toBeNull();
});
