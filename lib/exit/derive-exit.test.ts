import { describe, expect, it } from 'vitest';
import { deriveExit } from './derive-exit.ts';
import type { ExitAccount, ExitBalance } from './exit-account.ts';

const NOW = 10_000;

const balance = (number: number, held: bigint): ExitBalance => ({
  number,
  token: `0x${`c${number}`.repeat(20)}`,
  symbol: `T${number}`,
  decimals: 6,
  unit: 1n,
  custody: 100n,
  held,
  own: 0n,
});

const account = (changes: Partial<ExitAccount> = {}): ExitAccount => ({
  address: `0x${'aa'.repeat(20)}`,
  block: { number: 5n, seconds: NOW },
  epoch: 3,
  formerEpochUntil: 0,
  exiting: false,
  bindsAt: 0,
  payableAt: 0,
  bindingDelay: 60,
  exitDelay: 3_600,
  paused: false,
  coins: 1n,
  balances: [balance(0, 7n), balance(1, 0n), balance(2, 9n)],
  ...changes,
});

const leaving = { exiting: true, bindsAt: NOW + 60, payableAt: NOW + 3_600 };
const states = (view: ReturnType<typeof deriveExit>) => view.steps.map(({ state }) => state);

describe('deriveExit', () => {
  it('says what a request now would give, before there is one', () => {
    const view = deriveExit(account(), NOW);
    expect(view.stage).toBe('staying');
    expect(states(view)).toEqual(['current', 'ahead', 'ahead']);
    expect(view.steps.map(({ at, left }) => [at - NOW, left])).toEqual([
      [0, null],
      [60, null],
      [3_600, null],
    ]);
    expect(view.heldAssets).toEqual([0, 2]);
  });

  it('counts down to the end of settlement, then to the payment', () => {
    const binding = deriveExit(account(leaving), NOW + 59);
    expect(binding.stage).toBe('binding');
    expect(states(binding)).toEqual(['done', 'current', 'ahead']);
    expect(binding.steps[1]?.left).toBe(1);
    const waiting = deriveExit(account(leaving), NOW + 60);
    expect(waiting.stage).toBe('waiting');
    expect(states(waiting)).toEqual(['done', 'done', 'current']);
    expect(waiting.steps.map(({ left }) => left)).toEqual([null, null, 3_540]);
  });

  it('can be paid from the very second that the contract says', () => {
    expect(deriveExit(account(leaving), NOW + 3_599).stage).toBe('waiting');
    const due = deriveExit(account(leaving), NOW + 3_600);
    expect(due.stage).toBe('payable');
    expect(states(due)).toEqual(['done', 'done', 'current']);
  });

  it('is over only when nothing is held and no more can be credited', () => {
    const empty = account({ ...leaving, balances: [balance(0, 0n)] });
    expect(deriveExit(empty, NOW + 30).stage).toBe('binding');
    expect(deriveExit(empty, NOW + 100).stage).toBe('waiting');
    const left = deriveExit(empty, NOW + 3_600);
    expect(left.stage).toBe('left');
    expect(states(left)).toEqual(['done', 'done', 'done']);
  });

  it('says how long the last end of orders keeps the next one waiting', () => {
    expect(deriveExit(account({ formerEpochUntil: NOW + 42 }), NOW).endOrdersIn).toBe(42);
    expect(deriveExit(account({ formerEpochUntil: NOW - 42 }), NOW).endOrdersIn).toBe(0);
  });
});
