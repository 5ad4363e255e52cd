import { describe, expect, it } from 'vitest';
import { createRoundLog } from './log-round.ts';
import type { PlannedTrade } from './pool-arbitrage/plan-trades.ts';
import type { RoundOutcome } from './pool-arbitrage/pool-arbitrage.ts';
import type { TransactionOutcome } from './pool-arbitrage/trading-account.ts';

/** What is logged of rounds that are a second apart. */
function logged(outcomes: readonly RoundOutcome[]) {
  const lines: { level: string; facts: object; message: string }[] = [];
  const line = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
  };
  let nowMs = 1_790_000_000_000;
  const logger = { debug: line('debug'), info: line('info'), warn: line('warn') };
  const log = createRoundLog(logger, () => nowMs);
  for (const outcome of outcomes) {
    nowMs += 1_000;
    log(outcome);
  }
  return lines;
}

function transaction(status: TransactionOutcome['status']): TransactionOutcome {
  const address = '0x00000000000000000000000000000000000000aa';
  const request = { to: address, data: '0x', value: 0n, title: `a ${status} one` } as const;
  return { request, status, hash: null, detail: '' };
}

/** A round with one swap, worth 100 dollars and gaining 2. */
function traded(status: TransactionOutcome['status']): RoundOutcome {
  const token0 = '0x0000000000000000000000000000000000000001';
  const token1 = '0x0000000000000000000000000000000000000002';
  const address = '0x00000000000000000000000000000000000000bb';
  const trade: PlannedTrade = {
    pool: { address, token0, token1, kind: 'v2', feePpm: 3_000, reserve0: 1n, reserve1: 1n },
    zeroForOne: true,
    amountIn: 10n,
    amountOut: 11n,
    sqrtPriceLimitX96: null,
    tokenIn: token0,
    tokenOut: token1,
    value: 100_000_000n,
    profit: 2_000_000n,
    breakEvenOut: 10n,
  };
  return { kind: 'traded', swaps: [{ trade, result: transaction(status) }] };
}

const inLine: RoundOutcome = { kind: 'idle', reason: 'market-maker/in-line', detail: '' };
const stale: RoundOutcome = { kind: 'idle', reason: 'market-maker/stale-price', detail: 'x' };

describe('the log of rounds', () => {
  it('says once that the account fell idle and why, and once that it works again', () => {
    expect(logged([inLine, inLine, stale, stale, stale, inLine, inLine])).toEqual([
      {
        level: 'warn',
        facts: { code: 'market-maker/stale-price', detail: 'x' },
        message: expect.stringContaining('fresh price'),
      },
      {
        level: 'info',
        facts: { was: 'market-maker/stale-price' },
        message: 'the market maker works again',
      },
    ]);
  });

  it('sums swaps up once a minute at most, and tells each only to whoever debugs', () => {
    const lines = logged(Array.from({ length: 130 }, () => traded('mined')));
    expect(lines.filter(({ level }) => level === 'debug')).toHaveLength(130);
    const summary = {
      level: 'info',
      facts: { swaps: 60, valueUsd: '6000', profitUsd: '120' },
      message: 'swaps moved the pools after the market',
    };
    expect(lines.filter(({ level }) => level !== 'debug')).toEqual([summary, summary]);
  });

  it('sums up what was traded before the pools were in line, and says nothing without a swap', () => {
    const quiet = Array.from({ length: 150 }, () => inLine);
    expect(logged(quiet)).toEqual([]);
    const loud = logged([traded('mined'), ...quiet]).filter(({ level }) => level !== 'debug');
    expect(loud.map(({ facts }) => facts)).toEqual([{ swaps: 1, valueUsd: '100', profitUsd: '2' }]);
  });

  it('warns of a swap that did not go through, and leaves it out of the sum', () => {
    const lines = logged(Array.from({ length: 60 }, () => traded('reverted')));
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(['warn']));
    expect(lines).toHaveLength(60);
  });

  it('has a line for every preparation, louder where it did not go through', () => {
    const transactions = [transaction('mined'), transaction('reverted'), transaction('refused')];
    expect(
      logged([{ kind: 'prepared', transactions }]).map(({ level, message }) => [level, message]),
    ).toEqual([
      ['info', 'a mined one'],
      ['warn', 'a reverted one'],
      ['warn', 'a refused one'],
    ]);
  });
});
