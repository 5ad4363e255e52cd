import { describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { SimulatedTaker } from './simulated-taker.ts';

const BTC = findMarket('BTC-USDT') as Market;

function rig() {
  const clock = new ManualClock();
  const placed: OrderRequest[] = [];
  const account = {
    isReady: true,
    place: (request: OrderRequest) => {
      placed.push(request);
      return Promise.resolve(true);
    },
  };
  const taker = new SimulatedTaker({
    account,
    rules: {
      markets: [BTC],
      meanPauseMs: 1_000,
      longestPauseMs: 2_000,
      smallestQuanta: 1_000_000,
      largestQuanta: 100_000_000,
    },
    price: () => 6_000_000,
    random: () => 0.25,
    clock,
  });
  /** Lets time pass, and what was promised happen. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { account, taker, placed, pass };
}

describe('a simulated taker', () => {
  it('takes at the market, again and again, until it is stopped', async () => {
    const { taker, placed, pass } = rig();
    taker.start();
    await pass(1_000);
    await pass(2_000);
    expect(placed).toHaveLength(2);
    expect(placed[0]).toMatchObject({ symbol: 'BTC-USDT', type: 'market', side: 'buy' });
    taker.stop();
    await pass(10_000);
    expect(placed).toHaveLength(2);
  });

  it('waits while the exchange does not know it', async () => {
    const { account, taker, placed, pass } = rig();
    account.isReady = false;
    taker.start();
    await pass(1_000);
    expect(placed).toEqual([]);
    account.isReady = true;
    await pass(1_000);
    expect(placed).toHaveLength(1);
  });
});
