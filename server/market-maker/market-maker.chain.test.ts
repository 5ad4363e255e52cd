import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { createMarketMaker } from './market-maker.ts';
import type { RoundOutcome } from './pool-arbitrage/pool-arbitrage.ts';

const NOW = 1_790_000_000_000;
const SEEDED: Readonly<Record<string, number>> = {
  'BTC-USDT': 6_700_000,
  'ETH-USDT': 350_000,
  'LUX-USDT': 120_000,
};

let chain: DeployedChain;

beforeAll(async () => {
  chain = await deployedChain();
});

afterAll(async () => {
  await chain.stop();
});

function pricesAt(percent: number): PriceUpdate[] {
  return markets.map(({ symbol }) => {
    const priceTicks = ((SEEDED[symbol] ?? 0) * percent) / 100;
    return {
      symbol,
      priceTicks,
      bidTicks: priceTicks - 1,
      askTicks: priceTicks + 1,
      volumeLots24h: 0,
      changeBps24h: 0,
      timestampMs: NOW,
      simulated: true,
    };
  });
}

/** A market maker that knows of no deployment yet, on a chain as it was seeded or as tests left it. */
function begin() {
  const state: { deployment: Deployment | null; prices: PriceUpdate[] } = {
    deployment: null,
    prices: pricesAt(100),
  };
  const outcomes: RoundOutcome[] = [];
  const lines: string[] = [];
  const maker = createMarketMaker({
    rpcUrl: chain.rpcUrl,
    chainId: chain.env.chainId,
    account: developmentAccount(chain.env, 'marketMaker'),
    deployment: () => state.deployment,
    prices: () => state.prices,
    now: () => NOW,
    logger: {
      debug: (_, line) => lines.push(line),
      info: (_, line) => lines.push(line),
      warn: (_, line) => lines.push(line),
    },
    onRound: (outcome) => outcomes.push(outcome),
  });
  async function nextOutcome(): Promise<RoundOutcome | undefined> {
    const count = outcomes.length;
    maker.blockArrived();
    await vi.waitFor(() => expect(outcomes.length).toBeGreaterThan(count), { timeout: 10_000 });
    return outcomes[count];
  }
  return { state, maker, outcomes, lines, nextOutcome };
}

describe('the market maker', () => {
  it('does nothing until contracts are deployed that it can trade with', async () => {
    const { state, maker, outcomes } = begin();
    maker.blockArrived();
    const { swapRouter02, ...others } = chain.deployment.contracts;
    expect(swapRouter02).toBeDefined();
    state.deployment = { ...chain.deployment, contracts: others };
    maker.blockArrived();
    await maker.stop();
    expect(outcomes).toEqual([]);
  });

  it('moves the pools when the price moves, and writes a line for each transaction', async () => {
    const { state, maker, lines, nextOutcome } = begin();
    state.deployment = chain.deployment;
    expect(await nextOutcome()).toMatchObject({ reason: 'market-maker/in-line' });
    state.prices = pricesAt(101);
    expect(await nextOutcome()).toMatchObject({ kind: 'prepared' });
    // The record is read anew and says the same: no reason to begin again.
    state.deployment = structuredClone(chain.deployment);
    const traded = await nextOutcome();
    expect(traded).toMatchObject({ kind: 'traded' });
    expect(await nextOutcome()).toMatchObject({ reason: 'market-maker/in-line' });
    const swaps = traded?.kind === 'traded' ? traded.swaps.length : 0;
    expect(lines.filter((line) => line.startsWith('pools: swap on'))).toHaveLength(swaps);
    await maker.stop();
  });

  it('follows another deployment when there is one, and then the first one again', async () => {
    const { state, maker, nextOutcome } = begin();
    const nowhere = '0x00000000000000000000000000000000000000dd';
    const { contracts } = chain.deployment;
    state.deployment = { ...chain.deployment, contracts: { ...contracts, multicall3: nowhere } };
    expect(await nextOutcome()).toMatchObject({ reason: 'market-maker/chain-unavailable' });
    state.deployment = chain.deployment;
    // The test before this one may have left something to trade.
    const outcome = await nextOutcome();
    expect(outcome).not.toMatchObject({ reason: 'market-maker/chain-unavailable' });
    await maker.stop();
  });

  it('does nothing more once it was stopped', async () => {
    const { state, maker, outcomes, nextOutcome } = begin();
    state.deployment = chain.deployment;
    await nextOutcome();
    await maker.stop();
    const count = outcomes.length;
    state.prices = pricesAt(120);
    maker.blockArrived();
    await maker.stop();
    expect(outcomes).toHaveLength(count);
  });
});
