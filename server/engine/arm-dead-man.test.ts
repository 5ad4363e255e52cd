import { describe, expect, it } from 'vitest';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';

describe('arming a dead-man switch', () => {
  it.each([
    ['at 1500 1 arms 1501', 'dead-man-armed 1 for 1501', 1_501],
    ['at 1500 1 arms 1500', 'account/deadline-passed', 0],
    ['at 1500 1 arms 1', 'account/deadline-passed', 0],
    ['1 arms 9007199254740991', 'dead-man-armed 1 for 9007199254740991', 9_007_199_254_740_991],
    ['1 arms 0', 'dead-man-armed 1 for 0', 0],
    ['0 arms 5000', 'account/unknown', 0],
    ['0 arms 0', 'account/unknown', 0],
    ['9 arms 1', 'account/unknown', 0],
  ])('%s: %s', (spoken, told, deadline) => {
    const exchange = SpokenExchange.open();
    expect(exchange.say(spoken)).toEqual([told]);
    expect(exchange.view.deadline(1)).toBe(deadline);
  });

  it.each([
    [['1 arms 2000', '1 arms 3000'], 'tick 2999', []],
    [['1 arms 2000', '1 arms 3000'], 'tick 3000', ['dead-man-fired 1']],
    [['1 arms 3000', '1 arms 2000'], 'tick 2000', ['dead-man-fired 1']],
    [['1 arms 2000', '1 arms 0'], 'tick 9000', []],
    [['1 arms 2000', '1 arms 0', '1 arms 4000'], 'tick 4000', ['dead-man-fired 1']],
  ])('again moves it, with 0 takes it away: %o, %s: %o', (arming, tick, told) => {
    const exchange = SpokenExchange.open();
    exchange.say(...arming);
    expect(exchange.say(tick)).toEqual(told);
  });

  it('may be refused without losing the deadline that was set', () => {
    const exchange = SpokenExchange.open();
    exchange.say('1 arms 2000', 'at 1999 1 arms 1999');
    expect(exchange.view.deadline(1)).toBe(2_000);
  });
});
