import { expect, test } from 'vitest';
import { uniswapV2FactoryAbi } from '#contracts-abi/abis/uniswap-v2-factory.ts';
import { uniswapV2PairAbi } from '#contracts-abi/abis/uniswap-v2-pair.ts';
import { uniswapV3FactoryAbi } from '#contracts-abi/abis/uniswap-v3-factory.ts';
import { uniswapV3PoolAbi } from '#contracts-abi/abis/uniswap-v3-pool.ts';
import { v2FactoryAbi, v2PairAbi, v3FactoryAbi, v3PoolAbi } from './pool-abis.ts';

test.each([
  ['v2FactoryAbi', v2FactoryAbi, uniswapV2FactoryAbi],
  ['v2PairAbi', v2PairAbi, uniswapV2PairAbi],
  ['v3FactoryAbi', v3FactoryAbi, uniswapV3FactoryAbi],
  ['v3PoolAbi', v3PoolAbi, uniswapV3PoolAbi],
] as const)('%s has only entries of the generated interface', (_, used, generated) => {
  for (const entry of used) expect(generated).toContainEqual(entry);
});
