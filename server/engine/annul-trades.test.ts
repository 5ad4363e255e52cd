import { describe, expect, it } from 'vitest';
import { FUNDS, SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import type { AnnulledTrade } from './annulled-trade.ts';
import { decodeState } from './decode-state.ts';
import { encodeState } from './encode-state.ts';
import { EngineView } from './engine-view.ts';

/** Half of what is received: large enough to be seen in small numbers. */
const FEES = { unitsPerLot: 10, makerFeePpm: 500_000, takerFeePpm: 500_000 };

/** Trade 2 of three of one lot at 100: account 1 bought ten base quanta for 100 of the quote asset. */
const TRADE = {
  tradeId: 2,
  buyer: 1,
  seller: 2,
  baseAsset: 0,
  quoteAsset: 1,
  base: 10,
  quote: 100,
  buyerFee: 5,
  sellerFee: 50,
} as const satisfies AnnulledTrade;

function traded(): SpokenExchange {
  const exchange = SpokenExchange.open(FEES);
  exchange.say('1 buys 3 @ 100');
  for (let trade = 0; trade < 3; trade += 1) exchange.say('2 sells 1 @ 100');
  return exchange;
}

/** Trade 2 is left out, and neither of its sides can be settled. */
function stuck(): SpokenExchange {
  const exchange = traded();
  const { build } = exchange;
  exchange.say(build.quarantineTrade({ tradeId: 2 }));
  exchange.say(build.freezeAccount({ account: 1 }), build.freezeAccount({ account: 2 }));
  return exchange;
}

/** Of every account and the fee account, base and quote. */
function balances({ view }: SpokenExchange): number[] {
  return [0, 1, 2, 3].flatMap((account) => [
    view.available(account, 0),
    view.available(account, 1),
  ]);
}

describe('a trade neither of whose sides can be settled', () => {
  it('never was: what was given comes back, what was received goes back, fees too', () => {
    const exchange = stuck();
    const custody = [exchange.view.custody(0), exchange.view.custody(1)];
    const before = balances(exchange);
    expect(exchange.say(exchange.build.annulTrades(TRADE))).toEqual(['trade-annulled 2']);
    const changes = balances(exchange).map((amount, place) => amount - (before[place] ?? 0));
    expect(changes).toEqual([-5, -50, -5, 100, 10, -50, 0, 0]);
    expect([exchange.view.custody(0), exchange.view.custody(1)]).toEqual(custody);
    expect(exchange.view.settlement()).toMatchObject({ quarantined: [], annulled: [2] });
    expect(exchange.view.tradeCount).toBe(3);
  });

  it('leaves everybody with what they had before, when all that they traded is undone', () => {
    const exchange = stuck();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 1 }), build.quarantineTrade({ tradeId: 3 }));
    const all = [1, 2, 3].map((tradeId) => ({ ...TRADE, tradeId }));
    expect(exchange.say(build.annulTrades(...all))).toHaveLength(3);
    expect(balances(exchange)).toEqual([0, 0, ...Array.from({ length: 6 }, () => FUNDS)]);
  });

  it.each([
    ['of nobody', { buyer: 9 }, 'account/unknown'],
    ['of the fee account', { seller: 0 }, 'account/unknown'],
    ['that is not left out', { tradeId: 1 }, 'settlement/wrong-trade'],
    ['that never was', { tradeId: 9 }, 'settlement/wrong-trade'],
    ['of no number', { tradeId: 0 }, 'settlement/wrong-trade'],
    ['of whose sides one kept its word', { seller: 3 }, 'account/not-frozen'],
    ['of whose sides the other one did', { buyer: 3 }, 'account/not-frozen'],
    ['in an asset that there is not', { baseAsset: 16 }, 'ledger/unknown-asset'],
    ['in half an asset', { quoteAsset: 0.5 }, 'ledger/unknown-asset'],
    ['in one asset', { quoteAsset: 0 }, 'ledger/unknown-asset'],
    ['of less than nothing', { base: -1 }, 'ledger/invalid-amount'],
    ['of half a quantum', { quote: 0.5 }, 'ledger/invalid-amount'],
    ['of more than there can be', { quote: 2 ** 53 }, 'ledger/invalid-amount'],
    ['with a fee above what it is of', { buyerFee: 11 }, 'ledger/invalid-amount'],
    ['with a negative fee', { sellerFee: -1 }, 'ledger/invalid-amount'],
    ['beyond what the buyer has', { base: FUNDS + 100 }, 'risk/insufficient-funds'],
    ['beyond what the seller has', { quote: FUNDS + 1_000 }, 'risk/insufficient-funds'],
    ['beyond the fees that were paid', { base: 100, buyerFee: 16 }, 'risk/insufficient-funds'],
  ])('%s is refused, and nothing moves', (_, given, code) => {
    const exchange = stuck();
    const before = balances(exchange);
    expect(exchange.say(exchange.build.annulTrades({ ...TRADE, ...given }))).toEqual([code]);
    expect(balances(exchange)).toEqual(before);
  });

  it.each([
    ['none', []],
    ['the same twice', [TRADE, TRADE]],
    ['out of order', [{ ...TRADE, tradeId: 3 }, TRADE]],
    ['more than 56', Array.from({ length: 57 }, (_, place) => ({ ...TRADE, tradeId: place + 1 }))],
  ])('%s in one command is refused', (_, trades) => {
    const exchange = stuck();
    exchange.say(exchange.build.quarantineTrade({ tradeId: 3 }));
    expect(exchange.say(exchange.build.annulTrades(...trades))).toEqual(['settlement/wrong-trade']);
  });

  it('is annulled once, and is not left out again', () => {
    const exchange = stuck();
    const { build } = exchange;
    exchange.say(build.annulTrades(TRADE));
    expect(exchange.say(build.annulTrades(TRADE), build.quarantineTrade({ tradeId: 2 }))).toEqual([
      'settlement/wrong-trade',
      'settlement/wrong-trade',
    ]);
    exchange.say(build.settleBatch({ through: 3 }));
    expect(exchange.view.settlement().annulled).toEqual([]);
    expect(exchange.say(build.quarantineTrade({ tradeId: 2 }))).toEqual(['settlement/wrong-trade']);
  });

  it('of which one is missing a quantum is not annulled, nor any other one of the command', () => {
    const exchange = stuck();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 3 }));
    const wrong = { ...TRADE, tradeId: 3, quote: FUNDS + 1_000 };
    expect(exchange.say(build.annulTrades(TRADE, wrong))).toEqual(['risk/insufficient-funds']);
    expect(exchange.view.settlement()).toMatchObject({ quarantined: [2, 3], annulled: [] });
  });

  it('is remembered over a restart until a batch has passed it', () => {
    const exchange = stuck();
    exchange.say(exchange.build.annulTrades(TRADE));
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect(restored.settlement()).toMatchObject({ annulled: [2] });
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });
});

describe('what a side received and has spent since', () => {
  /** Account 1 sells back to 2 what it bought of it, and takes out all that it has left. */
  function spent(): SpokenExchange {
    const exchange = SpokenExchange.open({ unitsPerLot: 10 });
    const { build } = exchange;
    exchange.say(build.withdraw({ account: 1, asset: 0, amount: FUNDS, sourceSeq: 1 }));
    exchange.say(build.withdraw({ account: 2, asset: 1, amount: FUNDS, sourceSeq: 2 }));
    exchange.say('2 sells 1 @ 100', '1 buys 1 @ 100', '1 sells 1 @ 100', '2 buys 1 @ 100');
    exchange.say(build.withdraw({ account: 1, asset: 1, amount: FUNDS, sourceSeq: 3 }));
    for (const tradeId of [1, 2]) exchange.say(build.quarantineTrade({ tradeId }));
    exchange.say(build.freezeAccount({ account: 1 }), build.freezeAccount({ account: 2 }));
    return exchange;
  }

  const there = { ...TRADE, tradeId: 1, buyerFee: 0, sellerFee: 0 };
  const back = { ...there, tradeId: 2, buyer: 2, seller: 1 };

  it('is missing: the trade alone is refused, while the balance is too small', () => {
    const exchange = spent();
    const { build } = exchange;
    expect(exchange.say(build.annulTrades(there))).toEqual(['risk/insufficient-funds']);
    expect(exchange.say(build.annulTrades(back))).toEqual(['risk/insufficient-funds']);
    exchange.say(build.deposit({ account: 1, asset: 0, amount: 10 }));
    exchange.say(build.deposit({ account: 2, asset: 1, amount: 100 }));
    expect(exchange.say(build.annulTrades(there))).toEqual(['trade-annulled 1']);
  });

  it('comes back with the trade in which it was spent, when both are annulled together', () => {
    const exchange = spent();
    const { build } = exchange;
    const before = balances(exchange);
    expect(exchange.say(build.annulTrades(there, back))).toEqual([
      'trade-annulled 1',
      'trade-annulled 2',
    ]);
    expect(balances(exchange)).toEqual(before);
  });
});

describe('a side that was taken over', () => {
  /** Account 3 has taken the buyer's side of trade 2; then the seller's does not count either. */
  function takenOver(): SpokenExchange {
    const exchange = traded();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 2 }), build.freezeAccount({ account: 1 }));
    const amounts = { paidAsset: 1, paid: 100, receivedAsset: 0, received: 5 };
    exchange.say(build.reassignTrade({ tradeId: 2, from: 1, to: 3, ...amounts }));
    return exchange;
  }

  const taken = { ...TRADE, buyer: 3 };

  it('goes back too: who took it over has what it had', () => {
    const exchange = takenOver();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 2 }), build.freezeAccount({ account: 2 }));
    expect(exchange.say(build.annulTrades(taken))).toEqual(['trade-annulled 2']);
    expect(exchange.funds(3)).toBe(`base ${FUNDS}, quote ${FUNDS}`);
    expect(exchange.view.settlement()).toMatchObject({ takenOver: [], annulled: [2] });
  });

  it('stays while the other side keeps its word', () => {
    const exchange = takenOver();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 2 }));
    expect(exchange.say(build.annulTrades(taken))).toEqual(['account/not-frozen']);
  });

  it('of another trade is no reason to annul this one', () => {
    const exchange = takenOver();
    const { build } = exchange;
    exchange.say(build.quarantineTrade({ tradeId: 3 }), build.freezeAccount({ account: 2 }));
    expect(exchange.say(build.annulTrades({ ...taken, tradeId: 3 }))).toEqual([
      'account/not-frozen',
    ]);
  });

  it('may be refused behind the batch that left it out, until a batch has it', () => {
    const exchange = takenOver();
    const { build } = exchange;
    exchange.say(build.settleBatch({ through: 3 }));
    expect(exchange.say(build.quarantineTrade({ tradeId: 2 }))).toEqual(['trade-quarantined 2']);
    exchange.say(build.freezeAccount({ account: 2 }));
    expect(exchange.say(build.annulTrades(taken))).toEqual(['trade-annulled 2']);
    expect(exchange.view.settlement()).toMatchObject({ quarantined: [], annulled: [] });
  });

  it('is settled with the batch that says so, and is open no more', () => {
    const exchange = takenOver();
    const { build } = exchange;
    expect(exchange.say(build.settleBatch({ through: 3, takenOver: [2] }))).toEqual([
      'batch-settled 1 through trade 3',
    ]);
    expect(exchange.view.settlement().takenOver).toEqual([]);
    expect(exchange.say(build.quarantineTrade({ tradeId: 2 }))).toEqual(['settlement/wrong-trade']);
  });

  it.each([
    ['a trade that nobody took over', [1]],
    ['one twice', [2, 2]],
    ['one that never was', [2, 9]],
  ])('is not settled by a batch that names %s', (_, sides) => {
    const exchange = takenOver();
    const command = exchange.build.settleBatch({ through: 3, takenOver: sides });
    expect(exchange.say(command)).toEqual(['settlement/wrong-trade']);
  });

  it('is remembered over a restart', () => {
    const exchange = takenOver();
    const restored = new EngineView(decodeState(exchange.bytes, { seq: 1, time: 1 }));
    expect(restored.settlement().takenOver).toEqual([{ tradeId: 2, account: 3 }]);
    expect(encodeState(restored)).toEqual(exchange.bytes);
  });
});
