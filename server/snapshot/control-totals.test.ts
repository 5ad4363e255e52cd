import { describe, expect, it } from 'vitest';
import { EngineState, execute } from '#server/engine/index.ts';
import { controlTotals, totalsDifference } from './control-totals.ts';

function fundedState(): EngineState {
  const state = new EngineState();
  execute(state, {
    kind: 'open-account',
    seq: 1,
    time: 1,
    account: 1,
    address: `0x${'1'.repeat(40)}`,
  });
  const deposit = { account: 1, asset: 2, amount: 700, source: 0, sourceSeq: 1 };
  execute(state, { kind: 'deposit', seq: 2, time: 1, ...deposit });
  return state;
}

describe('control totals', () => {
  it('are the figures after the last command', () => {
    const { custody, ...figures } = controlTotals(fundedState());
    expect(figures).toEqual({ seq: 2, tradeCount: 0, accountCount: 2, openOrders: 0 });
    expect(custody.filter((amount) => amount > 0)).toEqual([700]);
  });

  it('do not differ between equal states', () => {
    expect(totalsDifference(controlTotals(fundedState()), controlTotals(fundedState()))).toBeNull();
  });

  it('name everything that differs, the first engine first', () => {
    const one = controlTotals(fundedState());
    const custody = one.custody.map((amount) => amount * 2);
    expect(totalsDifference(one, { ...one, tradeCount: 3, custody })).toBe(
      'trades: 0 and 3, custody of asset 2: 700 and 1400',
    );
  });
});
