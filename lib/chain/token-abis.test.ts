import { expect, test } from 'vitest';
import { erc20Abi as generatedErc20Abi } from '#contracts-abi/abis/erc20.ts';
import { multicall3Abi as generatedMulticall3Abi } from '#contracts-abi/abis/multicall3.ts';
import { wluxAbi as generatedWluxAbi } from '#contracts-abi/abis/wlux.ts';
import { erc20Abi, multicall3Abi, wluxAbi } from './token-abis.ts';

test.each([
  ['erc20Abi', erc20Abi, generatedErc20Abi],
  ['wluxAbi', wluxAbi, generatedWluxAbi],
  ['multicall3Abi', multicall3Abi, generatedMulticall3Abi],
] as const)('%s has only entries of the generated interface', (_, used, generated) => {
  for (const entry of used) expect(generated).toContainEqual(entry);
});
