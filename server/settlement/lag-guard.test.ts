import { expect, it } from 'vitest';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, OPEN, POST_ONLY, SELL } from '#server/engine/index.ts';
import { LagGuard } from './lag-guard.ts';

it('takes only resting orders while settlement is behind, and all when it has caught up', async () => {
  const exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
  const maker = await exchange.account('11');
  const taker = await exchange.account('22');
  const changes: boolean[] = [];
  const guard = () =>
    new LagGuard({
      port: exchange.port,
      trades: exchange.book.trades,
      mostMs: 1_000,
      isSeeing: () => true,
      mostBlindMs: 1_000,
      now: () => exchange.timeMs,
      onChange: ({ isOpen }) => changes.push(isOpen),
    });
  const stateOf = () => exchange.state.market(1)?.state;
  await exchange.place(maker, { side: SELL, lots: 10 });
  await exchange.place(taker, { side: BUY, lots: 10 });
  exchange.timeMs += 1_000;
  await guard().check();
  expect(stateOf()).toBe(OPEN);
  exchange.timeMs += 1;
  await guard().check();
  expect(stateOf()).toBe(POST_ONLY);
  await guard().check();
  await exchange.settleAll();
  // The process began anew meanwhile: another guard opens them.
  await guard().check();
  expect(stateOf()).toBe(OPEN);
  expect(changes).toEqual([false, false, false, true, true, true]);
});

it('takes only resting orders while the chain cannot be seen', async () => {
  const exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
  const changes: object[] = [];
  let seeing = true;
  const guard = new LagGuard({
    port: exchange.port,
    trades: exchange.book.trades,
    mostMs: 60_000,
    isSeeing: () => seeing,
    mostBlindMs: 20_000,
    now: () => exchange.timeMs,
    onChange: ({ isOpen, isBlind }) => changes.push({ isOpen, isBlind }),
  });
  const stateOf = () => exchange.state.market(1)?.state;
  const after = async (ms: number) => {
    exchange.timeMs += ms;
    await guard.check();
    return stateOf();
  };
  expect(await after(60_000)).toBe(OPEN);
  seeing = false;
  expect(await after(20_000)).toBe(OPEN);
  expect(await after(1)).toBe(POST_ONLY);
  expect(await after(1)).toBe(POST_ONLY);
  seeing = true;
  expect(await after(1)).toBe(OPEN);
  expect(new Set(changes.map((change) => JSON.stringify(change)))).toEqual(
    new Set([
      JSON.stringify({ isOpen: false, isBlind: true }),
      JSON.stringify({ isOpen: true, isBlind: false }),
    ]),
  );
});
