import { encodeFunctionData, maxUint256 } from 'viem';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { v3PoolStep } from '#scripts/deploy/v3-pool-step.ts';
import { deployTestToken, type TestTokenKind } from '#scripts/testing/test-tokens.ts';
import { type ChainPlace, TestChain } from '../chain/test-chain.ts';
import type { TestTokens } from './running-exchange.ts';

/** Each side of the V3 pool of the token whose metadata is bytes32, in base units of LUSD. */
const POOL_VALUE = 50_000n * 10n ** 6n;
const ONE_DOLLAR = 10n ** 6n;

/** Puts the tokens of the tests on the chain, and the pools that lead to two of them. */
export async function createTestTokens(place: ChainPlace): Promise<TestTokens> {
  const chain = new TestChain(place, 'deployer');
  // One after the other, with a block a second, this would take longest of all.
  await chain.client.setAutomine(true);
  const create = async (kind: TestTokenKind, pool = false): Promise<Address> => {
    const token = await deployTestToken({ chain, kind, holder: chain.treasury, pool });
    return token.address;
  };
  const tokens: TestTokens = {
    plain: await create('plain', true),
    bytes32: await create('bytes32'),
    'no-return': await create('no-return', true),
    'no-decimals': await create('no-decimals', true),
    html: await create('html'),
    'right-to-left': await create('right-to-left'),
    'long-metadata': await create('long-metadata'),
    'symbol-collision': await create('symbol-collision'),
    'reverting-metadata': await create('reverting-metadata'),
  };
  await createV3Pool(chain, tokens.bytes32);
  await chain.fillTreasuries();
  await chain.client.setIntervalMining({ interval: 1 });
  return tokens;
}

/** A pool of a token against LUSD, one for one, with a fee of 0.3 %. */
async function createV3Pool(chain: TestChain, address: Address): Promise<void> {
  const token: Token = {
    kind: 'token',
    address,
    symbol: 'ANC',
    name: 'Ancient',
    decimals: 18,
    permit: false,
  };
  const positionManager = chain.contract('v3PositionManager');
  const lusd = chain.token('LUSD');
  for (const spent of [address, lusd.address]) {
    const approve = { abi: erc20Abi, functionName: 'approve' } as const;
    const data = encodeFunctionData({ ...approve, args: [positionManager, maxUint256] });
    await chain.send({ to: spent, data });
  }
  const { to, data } = v3PoolStep(
    {
      factory: chain.contract('v3Factory'),
      positionManager,
      wlux: chain.contract('wlux'),
      provider: chain.treasury,
    },
    {
      tokens: [
        { token, price: ONE_DOLLAR },
        { token: lusd, price: ONE_DOLLAR },
      ],
      fee: 3000,
      sideValue: POOL_VALUE,
    },
  );
  await chain.send({ to, data });
}
