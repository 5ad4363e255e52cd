import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  isHex,
  maxUint256,
  type TransactionReceipt,
} from 'viem';
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { SwapChain } from './swap-chain.ts';

const UNIT = 10n ** 18n;
const SUPPLY = 1_000_000n * UNIT;

/**
 * Creates a token that burns one part in a hundred of every transfer (Uniswap's own test token), with
 * a V2 pair against LUSD of which the other user provides the liquidity. The user gets some of it.
 */
export async function createFeeToken(exchange: SwapChain): Promise<Token> {
  const { address } = await deploy(exchange);
  const token: Token = {
    kind: 'token',
    address,
    symbol: 'DTT',
    name: 'Deflating Test Token',
    decimals: 18,
    permit: false,
  };
  const v2Router = exchange.contract('v2Router');
  const { lusd } = exchange.tokens;
  for (const { address } of [token, lusd]) {
    await send(exchange, encodeApproval({ token: address, spender: v2Router, amount: maxUint256 }));
  }
  const holder = exchange.otherUser.address;
  const amounts = [1_000n * UNIT, 5_000_000_000n, 1n, 1n] as const;
  const data = encodeFunctionData({
    abi: uniswapV2Router02Abi,
    functionName: 'addLiquidity',
    args: [token.address, lusd.address, ...amounts, holder, maxUint256],
  });
  await send(exchange, { to: v2Router, data });
  await send(exchange, { to: token.address, data: transferData(exchange.user.address, UNIT) });
  return token;
}

async function deploy(exchange: SwapChain): Promise<{ readonly address: Address }> {
  const path = createRequire(import.meta.url).resolve(
    '@uniswap/v2-periphery/build/DeflatingERC20.json',
  );
  const bytecode: unknown = JSON.parse(readFileSync(path, 'utf8')).bytecode;
  const code = `0x${String(bytecode).replace(/^0x/, '')}`;
  if (!isHex(code)) throw new Error('the test token has no creation code');
  const supply = encodeAbiParameters([{ type: 'uint256' }], [SUPPLY]);
  const { contractAddress } = await send(exchange, { data: `${code}${supply.slice(2)}` });
  if (!contractAddress) throw new Error('the test token was not created');
  return { address: contractAddress };
}

function transferData(to: Address, amount: bigint): Hex {
  const abi = [
    {
      type: 'function',
      name: 'transfer',
      inputs: [{ type: 'address' }, { type: 'uint256' }],
      outputs: [{ type: 'bool' }],
      stateMutability: 'nonpayable',
    },
  ] as const;
  return encodeFunctionData({ abi, functionName: 'transfer', args: [to, amount] });
}

async function send(
  { client, otherUser }: SwapChain,
  transaction: { readonly to?: Address; readonly data: Hex },
): Promise<TransactionReceipt> {
  const hash = await sendTransaction(client, {
    account: otherUser,
    gas: 6_000_000n,
    ...transaction,
  });
  const receipt = await waitForTransactionReceipt(client, { hash, pollingInterval: 20 });
  if (receipt.status !== 'success') throw new Error('setting up the fee token reverted');
  return receipt;
}
