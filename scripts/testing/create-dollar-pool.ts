import { maxUint256 } from 'viem';
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions';
import { encodeApproval } from '#lib/chain/encode-swap.ts';
import { sameCurrency, type Token } from '#lib/domain/currency.ts';
import { v3PoolStep } from '#scripts/deploy/v3-pool-step.ts';
import type { SwapChain } from './swap-chain.ts';

/** A thousand dollars, in base units of LUSD. */
const SIDE = 1_000_000_000n;

/** Creates a V3 pool (0.3 %) in which both tokens are worth a dollar, with liquidity of the user's. */
export async function createDollarPool(
  exchange: SwapChain,
  pair: readonly [Token, Token],
): Promise<void> {
  const { client, user, tokens } = exchange;
  const positionManager = exchange.contract('v3PositionManager');
  // WLUX is provided as LUX, which takes no approval.
  for (const token of pair.filter((each) => !sameCurrency(each, tokens.wlux))) {
    const approval = { token: token.address, spender: positionManager, amount: maxUint256 };
    await exchange.send(user, encodeApproval(approval));
  }
  const [a, b] = pair;
  const { to, data, value, gas } = v3PoolStep(
    {
      factory: exchange.contract('v3Factory'),
      positionManager,
      wlux: tokens.wlux.address,
      provider: user.address,
    },
    {
      tokens: [
        { token: a, price: 1_000_000n },
        { token: b, price: 1_000_000n },
      ],
      fee: 3000,
      sideValue: SIDE,
    },
  );
  const hash = await sendTransaction(client, { account: user, to, data, value, gas });
  const { status } = await waitForTransactionReceipt(client, { hash, pollingInterval: 20 });
  if (status !== 'success') throw new Error('creating the pool of a test reverted');
}
