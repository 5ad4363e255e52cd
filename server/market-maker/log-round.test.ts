import { describe, expect, it } from 'vitest';
import { createRoundLog } from './log-round.ts';
import type { RoundOutcome } from './pool-arbitrage/pool-arbitrage.ts';
import type { TransactionOutcome } from './pool-arbitrage/trading-account.ts';

function logged(outcomes: readonly RoundOutcome[]) {
  const lines: { level: string; facts: object; message: string }[] = [];
  const log = createRoundLog({
    info: (facts, message) => lines.push({ level: 'info', facts, message }),
    warn: (facts, message) => lines.push({ level: 'warn', facts, message }),
  });
  for (const outcome of outcomes) log(outcome);
  return lines;
}

function transaction(status: TransactionOutcome['status']): TransactionOutcome {
  const address = '0x00000000000000000000000000000000000000aa';
  const request = { to: address, data: '0x', value: 0n, title: `a ${status} one` } as const;
  return { request, status, hash: null, detail: '' };
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

  it('has a line for every transaction, louder where it did not go through', () => {
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
