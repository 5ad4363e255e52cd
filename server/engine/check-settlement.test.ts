import { expect, it } from 'vitest';
import { settlementFault } from './check-settlement.ts';
import { EngineState } from './engine-state.ts';
import { MOST_SET_APART } from './settlement.ts';

type Sets = Parameters<EngineState['settlement']['restore']>[0];

/** A state of three accounts and ten trades, four of them behind the last settled one. */
function stateWith(
  sets: Partial<Sets> & { readonly quarantined?: readonly number[] },
): EngineState {
  const state = new EngineState();
  for (const address of ['0x1', '0x2']) state.accounts.open(address);
  state.tradeCount = 10;
  state.settlement.proceed({ batch: 1, through: 6 });
  for (const tradeId of sets.quarantined ?? []) state.settlement.quarantine(tradeId);
  state.settlement.restore({ takenOver: sets.takenOver ?? [], annulled: sets.annulled ?? [] });
  return state;
}

const side = (tradeId: number, account: number) => ({ tradeId, account });

it.each([
  ['nothing', {}],
  [
    'a side of a late trade, and of one that is left out again',
    {
      takenOver: [side(3, 1), side(7, 1), side(7, 2)],
      quarantined: [7],
    },
  ],
  ['annulled trades behind the last settled one', { annulled: [7, 10] }],
])('%s contradicts nothing', (_, sets) => {
  expect(settlementFault(stateWith(sets))).toBeNull();
});

it.each([
  ['a side of no trade', { takenOver: [side(0, 1)] }],
  ['a side of a trade that never was', { takenOver: [side(11, 1)] }],
  ['a side of the fee account', { takenOver: [side(7, 0)] }],
  ['a side of nobody', { takenOver: [side(7, 3)] }],
  ['a side twice', { takenOver: [side(7, 1), side(7, 1)] }],
  ['sides out of order', { takenOver: [side(8, 1), side(7, 1)] }],
  ['an annulled trade that a batch has passed', { annulled: [6] }],
  ['an annulled trade that never was', { annulled: [11] }],
  ['an annulled trade twice', { annulled: [7, 7] }],
  ['an annulled trade that is left out', { annulled: [7], quarantined: [7] }],
  ['an annulled trade whose side was taken over', { annulled: [7], takenOver: [side(7, 1)] }],
])('%s is a fault', (_, sets) => {
  expect(settlementFault(stateWith(sets))).not.toBeNull();
});

it('as many annulled trades and taken over sides as there can be contradict nothing', () => {
  const state = stateWith({});
  state.tradeCount = 6 + 2 * MOST_SET_APART;
  const places = Array.from({ length: MOST_SET_APART }, (_, place) => 7 + 2 * place);
  const takenOver = places.map((tradeId) => side(tradeId + 1, 1));
  state.settlement.restore({ takenOver, annulled: places });
  expect(settlementFault(state)).toBeNull();
  const last = takenOver.at(-1)?.tradeId ?? 0;
  state.settlement.restore({ takenOver, annulled: [...places.slice(1), last] });
  expect(settlementFault(state)).not.toBeNull();
});
