import { expect, test } from 'vitest';
import { quoterV2Abi as generatedQuoterV2Abi } from '#contracts-abi/abis/quoter-v2.ts';
import { swapRouter02Abi } from '#contracts-abi/abis/swap-router02.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { quoterV2Abi, swapRouterAbi, v2RouterAbi } from './router-abis.ts';

test.each([
  ['swapRouterAbi', swapRouterAbi, swapRouter02Abi],
  ['quoterV2Abi', quoterV2Abi, generatedQuoterV2Abi],
  ['v2RouterAbi', v2RouterAbi, uniswapV2Router02Abi],
] as const)('%s has only entries of the generated interface', (_, used, generated) => {
  for (const entry of used) expect(generated).toContainEqual(entry);
});
