import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange, TICKS } from '#scripts/testing/settling-exchange.ts';
import { EngineState, SELL } from '#server/engine/index.ts';
import { ContractBound } from './contract-bound.ts';

const BTC = 1;
/** What a lot of bitcoin is, in quanta. */
const LOT = 10_000n;
/** More than anything here is worth. */
const A_LOT = 10n ** 30n;
const MOST_LOTS = 1_000;

describe('a sell that becomes worth less', () => {
  it('is let through exactly when it pays no more, where the backstop has nothing more free', async () => {
    const exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
    const account = await exchange.account('11');
    const backstop = await exchange.account('22');
    await exchange.place(account, { side: SELL, lots: 100 });
    const placed = exchange.journal.map(({ command }) => command);
    const orderId = placed.find((command) => command?.kind === 'place')?.orderId ?? 0;
    expect(exchange.state.ids.find(orderId)).not.toBe(-1);
    const free = BigInt(exchange.state.ledger.available(backstop, BTC));
    const lots = fc.integer({ min: 1, max: MOST_LOTS });
    const property = fc.property(lots, lots, (before, after) => {
      const amount = { notional: A_LOT, asset: BTC, paid: BigInt(before) * LOT };
      const bound = new ContractBound({
        words: { hangs: () => true, mayHang: () => true },
        exposure: {
          notional: () => A_LOT,
          paid: () => free,
          order: () => ({ filled: 0, amount }),
        },
        most: 0,
        backstop: () => backstop,
      });
      const authority = { agent: 0, nonce: 1, epoch: 0, expiry: 1, maxFeePpm: 500 };
      const signed = { authority, signature: new Uint8Array(70) };
      const terms = { price: TICKS - 50, quantity: after, triggerPrice: 0, clientOrderId: 0 };
      const modify = { kind: 'modify', account, orderId, ...terms, ...signed } as const;
      const hold = () => bound.hold(modify, exchange.state);
      if (after <= before) expect(hold).not.toThrow();
      else expect(hold).toThrow(expect.objectContaining({ code: 'risk/backstop-exhausted' }));
    });
    fc.assert(property, {
      examples: [
        [100, 100],
        [100, 101],
        [100, 99],
      ],
    });
  });
});
