import { describe, expect, it } from 'vitest';
import { type Command, EngineState, EngineView, execute } from '#server/engine/index.ts';
import { stateDifferences } from './state-differences.ts';
import { history, limitOrder, stamped } from './written-journal.ts';

function viewAfter(commands: readonly Command[]): EngineView {
  const state = new EngineState();
  for (const command of commands) execute(state, command);
  return new EngineView(state);
}

/** The history, and one command more. */
function withAlso(command: Parameters<typeof stamped>[0][number]): EngineView {
  const [last] = stamped([command]);
  if (last === undefined) throw new Error('there is a command');
  return viewAfter([...history, { ...last, seq: 16, time: history.at(-1)?.time ?? 0 }]);
}

describe('differences of states', () => {
  it('are none between equal ones', () => {
    expect(stateDifferences(viewAfter(history), viewAfter(history))).toEqual([]);
  });

  it('are told with both values, the first state first', () => {
    expect(
      stateDifferences(
        viewAfter(history),
        withAlso({
          kind: 'withdraw',
          account: 2,
          asset: 0,
          amount: 40_000,
          source: 15,
          sourceSeq: 1,
        }),
      ),
    ).toEqual([
      'custody of asset 0: 1000000000 and 999960000',
      'last number of source 15: -1 and 1',
      'available of asset 0, account 2: 719640000 and 719600000',
    ]);
  });

  it('are found in everything that the state hash covers', () => {
    const first = (command: Parameters<typeof stamped>[0][number]) =>
      stateDifferences(viewAfter(history), withAlso(command))[0];
    expect(first({ kind: 'open-account', account: 3, address: '0x33' })).toBe('accounts: 3 and 4');
    expect(first({ kind: 'set-price', market: 1, source: 1, price: 5 })).toBe(
      'mark of market 1: 0 and 5',
    );
    expect(first({ kind: 'set-market-state', market: 1, state: 4 })).toBe(
      'state of market 1: 1 and 4',
    );
    expect(first({ kind: 'arm-dead-man', account: 1, deadline: 9e15 })).toBe(
      'dead-man deadline of account 1: 0 and 9000000000000000',
    );
    expect(first({ kind: 'cancel', account: 2, orderId: 106, clientOrderId: 0 })).toMatch(
      /^available of asset 1, account 2: /,
    );
    expect(
      first({ kind: 'deposit', account: 1, asset: 3, amount: 1, source: 5, sourceSeq: 4 }),
    ).toBe('custody of asset 3: 0 and 1');
  });

  it('are found in the order of a queue', () => {
    const later = limitOrder({ account: 2, orderId: 108, side: 1, price: 6_010_000, quantity: 7 });
    const modified = {
      kind: 'modify',
      account: 2,
      orderId: 106,
      clientOrderId: 0,
      price: 6_010_000,
      quantity: 8,
      triggerPrice: 0,
      authority: null,
      signature: null,
    } as const;
    const [placed, again] = stamped([later, modified]);
    if (placed === undefined || again === undefined) throw new Error('there are two');
    const time = history.at(-1)?.time ?? 0;
    const before = [...history, { ...placed, seq: 16, time }];
    const differences = stateDifferences(
      viewAfter(before),
      viewAfter([...before, { ...again, seq: 17, time }]),
    );
    expect(differences.slice(2)).toEqual([
      'order 106 of market 1: behind 105 and 108, visible 7 and 8',
      'order 108 of market 1: behind 106 and 105',
      'order 107 of market 1: behind 108 and 106',
    ]);
  });

  it('stop after a dozen', () => {
    const differences = stateDifferences(viewAfter([]), viewAfter(history));
    expect(differences).toHaveLength(13);
    expect(differences.at(-1)).toBe('and more');
  });
});
