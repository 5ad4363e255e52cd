import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { decodeState } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import { EngineView } from './engine-view.ts';

/** Three trades of one lot at 100, in which account 1 bought and 2 sold. */
function traded(): SpokenExchange {
  const exchange = SpokenExchange.open();
  exchange.say('1 buys 3 @ 100');
  for (let trade = 0; trade < 3; trade += 1) exchange.say('2 sells 1 @ 100');
  return exchange;
}

describe('batches', () => {
  it.each([
    ['one that is not the next', { batch: 2, through: 1 }, 'settlement/wrong-batch'],
    ['the last one again', { batch: 0, through: 1 }, 'settlement/wrong-batch'],
    ['one with trades that never were', { through: 4 }, 'settlement/wrong-trade'],
    ['the next, with all trades', { through: 3 }, 'batch-submitted 1 through trade 3'],
    ['the next, with none', { through: 0 }, 'batch-submitted 1 through trade 0'],
  ])('%s', (_, given, told) => {
    const exchange = traded();
    expect(exchange.say(exchange.build.submitBatch(given))).toEqual([told]);
  });

  it('are noted as often as need be, and settled once, in order', () => {
    const exchange = traded();
    const { build } = exchange;
    exchange.say(build.submitBatch({ through: 3 }));
    expect(exchange.say(build.submitBatch({ through: 2 }))).toEqual([
      'batch-submitted 1 through trade 2',
    ]);
    expect(exchange.say(build.settleBatch({ through: 2 }))).toEqual([
      'batch-settled 1 through trade 2',
    ]);
    expect(exchange.say(build.settleBatch({ through: 2 }))).toEqual(['settlement/wrong-batch']);
    expect(exchange.say(build.submitBatch({ batch: 2, through: 1 }))).toEqual([
      'settlement/wrong-trade',
    ]);
    expect(exchange.view.settlement()).toMatchObject({ batch: 1, through: 2 });
  });
});

describe('a trade that the contract refuses', () => {
  it.each([
    ['that never was', 4, 'settlement/wrong-trade'],
    ['that is settled', 1, 'settlement/wrong-trade'],
    ['that is not settled', 2, 'trade-quarantined 2'],
  ])('%s', (_, tradeId, told) => {
    const exchange = traded();
    const { build } = exchange;
    exchange.say(build.settleBatch({ through: 1 }));
    expect(exchange.say(build.quarantineTrade({ tradeId }))).toEqual([told]);
  });

  it('is left out once, and stays so over a restart', () => {
    const exchange = traded();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 3 }), build.quarantineTrade({ tradeId: 2 }));
    expect(exchange.say(build.quarantineTrade({ tradeId: 2 }))).toEqual(['duplicate']);
    exchange.say(build.settleBatch({ through: 3 }));
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect(restored.settlement().quarantined).toEqual([2, 3]);
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });

  it('is one of 1,024 at most', () => {
    const exchange = SpokenExchange.open();
    const { build } = exchange;
    exchange.state.tradeCount = 2_000;
    for (let tradeId = 1; tradeId <= 1_024; tradeId += 1) {
      exchange.say(build.quarantineTrade({ tradeId }));
    }
    expect(exchange.say(build.quarantineTrade({ tradeId: 1_500 }))).toEqual([
      'settlement/too-many-quarantined',
    ]);
  });
});

describe('a side of a trade that is given to another account', () => {
  /** Account 1 cannot be settled: trade 2 is left out, and it is frozen. */
  function stuck(): SpokenExchange {
    const exchange = traded();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 2 }), build.freezeAccount());
    return exchange;
  }

  /** Account 1 paid 100 of the quote asset for a lot of ten base quanta. */
  const side = {
    tradeId: 2,
    from: 1,
    to: 3,
    paidAsset: 1,
    paid: 100,
    receivedAsset: 0,
    received: 10,
  };

  it('moves what was paid and received, conserves both, and is left out no more', () => {
    const exchange = stuck();
    const custody = [exchange.view.custody(0), exchange.view.custody(1)];
    const quote = exchange.view.available(1, 1);
    expect(exchange.say(exchange.build.reassignTrade(side))).toEqual([
      'trade 2 reassigned from 1 to 3',
    ]);
    expect(exchange.view.available(1, 1)).toBe(quote + 100);
    expect(exchange.funds(3)).toBe(`base ${FUNDS + 10}, quote ${FUNDS - 100}`);
    expect([exchange.view.custody(0), exchange.view.custody(1)]).toEqual(custody);
    expect(exchange.view.tradeCount).toBe(3);
    expect(exchange.view.settlement().quarantined).toEqual([]);
  });

  it.each([
    ['to itself', { to: 1 }, 'account/unknown'],
    ['to the fee account', { to: 0 }, 'account/unknown'],
    ['from nobody', { from: 9 }, 'account/unknown'],
    ['from an account that is not frozen', { from: 2 }, 'account/not-frozen'],
    ['of a trade that is not left out', { tradeId: 1 }, 'settlement/wrong-trade'],
    ['in an asset that there is not', { paidAsset: 16 }, 'ledger/unknown-asset'],
    ['in one asset', { paidAsset: 0 }, 'ledger/unknown-asset'],
    ['of less than nothing', { paid: -1 }, 'ledger/invalid-amount'],
    ['of half a quantum', { received: 0.5 }, 'ledger/invalid-amount'],
    ['beyond what the other one has', { paid: FUNDS + 1 }, 'risk/insufficient-funds'],
    ['beyond what it has left', { received: FUNDS + 100 }, 'risk/insufficient-funds'],
  ])('%s is refused', (_, given, code) => {
    const exchange = stuck();
    const command = exchange.build.reassignTrade({ ...side, ...given });
    expect(exchange.say(command)).toEqual([code]);
  });

  it('is done once', () => {
    const exchange = stuck();
    const { build } = exchange;
    exchange.say(build.reassignTrade(side));
    expect(exchange.say(build.reassignTrade(side))).toEqual(['settlement/wrong-trade']);
  });
});
