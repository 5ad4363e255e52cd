import { beforeEach, describe, expect, it } from 'vitest';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';
import { JournalBehindError } from './journal-behind-error.ts';

let contract: ScriptedClearingHouse;
let later: SettlingExchange;

/** A batch more on the contract. */
async function settleOne(exchange: SettlingExchange): Promise<void> {
  const [maker, taker] = [await exchange.account('11'), await exchange.account('22')];
  await exchange.place(maker, { side: SELL, lots: 5 });
  await exchange.place(taker, { side: BUY, lots: 5, oneShot: true });
  await exchange.settleAll();
}

beforeEach(async () => {
  contract = new ScriptedClearingHouse();
  later = await SettlingExchange.begin(new EngineState(), contract);
  await settleOne(later);
});

describe('a journal that ends before what the contract has', () => {
  it('is refused, and stays refused', async () => {
    const restored = await SettlingExchange.begin(new EngineState(), contract);
    await expect(restored.service.round()).rejects.toThrow(JournalBehindError);
    await expect(restored.service.run(new AbortController().signal)).rejects.toThrow(
      /recovery\/chain-ahead: the clearing house has settled 1 batches, and the journal knows of 0/,
    );
    expect(restored.sent).toEqual([]);
  });

  it('is refused also when the batch was told before', async () => {
    const restored = await SettlingExchange.begin(new EngineState(), contract);
    await expect(restored.finalise()).rejects.toThrow('does not know');
    await expect(restored.service.round()).rejects.toThrow(JournalBehindError);
  });

  it('is none where the batch was noted, and only not seen mined', async () => {
    await later.restart(true);
    await later.service.round();
    expect(later.service.state).toBe('working');
  });
});
