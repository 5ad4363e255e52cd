import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { createChainWatch } from './chain-watch.ts';

let on: SwapChain;

beforeAll(async () => {
  on = await swapChain();
});

afterAll(async () => {
  await on.chain.stop();
});

it('reads the pools whole again some time after blocks were skipped, and only then', async () => {
  const subject = { tokens: Object.values(on.tokens), owner: null };
  const read = createChainWatch({
    context: on.context,
    v2Factory: on.contract('v2Factory'),
    v3Factory: on.contract('v3Factory'),
    router: on.contract('swapRouter02'),
    subject: () => subject,
  });
  // A chain that stands still gives the same snapshot, unless everything is read anew.
  const changes: number[] = [];
  let { snapshot } = await read();
  for (let reading = 2; reading <= 181; reading += 1) {
    if (reading === 2) await on.rpc('anvil_mine', ['0x1']);
    if (reading === 70) await on.rpc('anvil_mine', ['0x3']);
    const fresh = (await read()).snapshot;
    if (fresh !== snapshot) changes.push(reading);
    snapshot = fresh;
  }
  expect(changes).toEqual([2, 70, 121]);
});
