import { describe, expect, it } from 'vitest';
import type { Agent } from '#lib/protocol/wire-agent.ts';
import { deriveKeys } from './derive-keys.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 2, 9);

const agent = (number: number, changes: Partial<Agent> = {}): Agent => ({
  address: `0x${String(number).repeat(40)}`,
  number,
  expiresMs: nowMs + 30 * DAY_MS,
  symbols: null,
  maxNotional: null,
  ...changes,
});

describe('the trading keys', () => {
  it("begin with this browser's, then the newest", () => {
    const own = agent(1).address;
    const rows = deriveKeys([agent(1), agent(2), agent(3)], { own, nowMs });
    expect(rows.map(({ address }) => address[2])).toEqual(['1', '3', '2']);
    expect(rows.map(({ isOwn }) => isOwn)).toEqual([true, false, false]);
  });

  it("know this browser's key whatever its letters' case", () => {
    const address = `0x${'ab'.repeat(20)}` as const;
    const own = `0x${'AB'.repeat(20)}` as const;
    expect(deriveKeys([agent(1, { address })], { own, nowMs })[0]?.isOwn).toBe(true);
  });

  it('say what they may, how long, and when that is soon over', () => {
    const limited = agent(1, {
      symbols: ['BTC-USDT', 'ETH-USDT'],
      maxNotional: 5_000_000_000,
      expiresMs: nowMs + 2 * DAY_MS,
    });
    expect(deriveKeys([limited], { own: null, nowMs })[0]).toMatchObject({
      expires: 'in 2d',
      endsSoon: true,
      markets: 'BTC-USDT, ETH-USDT',
      limit: '5,000.00 USDT',
    });
    expect(deriveKeys([agent(2)], { own: null, nowMs })[0]).toMatchObject({
      expires: 'in 30d',
      endsSoon: false,
      markets: 'All markets',
      limit: 'No limit',
    });
  });

  it('are only those that can still be used', () => {
    expect(deriveKeys([agent(1, { expiresMs: nowMs })], { own: null, nowMs })).toEqual([]);
  });
});
