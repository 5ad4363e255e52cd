import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import {
  type Command,
  decodeEvents,
  EngineState,
  execute,
  HALTED,
  OPEN,
  PRE_OPEN,
} from '#server/engine/index.ts';
import type { CommandOutcome, UnstampedCommand } from '#server/sequencer/index.ts';
import { keepMarketsListed, MarketListingError, parametersOf } from './market-keeper.ts';

/** An engine that executes at once. */
function immediateEngine() {
  const state = new EngineState();
  const kinds: string[] = [];
  const run = (unstamped: UnstampedCommand): Promise<CommandOutcome> => {
    const seq = state.seq + 1;
    const command: Command = { ...unstamped, seq, time: 0 };
    kinds.push(command.kind);
    execute(state, command);
    const events = decodeEvents(state.events);
    state.events.clear();
    return Promise.resolve({ seq, time: 0, events });
  };
  return { state, kinds, run, keep: () => keepMarketsListed({ state, execute: run }) };
}

describe('keepMarketsListed', () => {
  it('lists and opens every market of the configuration', async () => {
    const { state, kinds, keep } = immediateEngine();
    await keep();
    expect(markets.map(({ id }) => state.market(id)?.state)).toEqual([OPEN, OPEN, OPEN]);
    expect(state.market(2)?.parameters).toMatchObject({
      baseAsset: 2,
      quoteAsset: 0,
      unitsPerLot: 100_000,
      k: 10,
      makerFeePpm: 200,
      takerFeePpm: 500,
      bandPpm: 100_000,
      minNotional: 1_000_000,
      maxOpenOrders: 200,
    });
    expect(kinds.length).toBe(6);
  });

  it('has nothing to do the next time', async () => {
    const { kinds, keep } = immediateEngine();
    await keep();
    await keep();
    expect(kinds.length).toBe(6);
  });

  it('opens a market that was listed but not opened', async () => {
    const { state, kinds, run, keep } = immediateEngine();
    for (const market of markets) await run({ kind: 'list-market', ...parametersOf(market) });
    expect(state.market(1)?.state).toBe(PRE_OPEN);
    await keep();
    expect(kinds.slice(3)).toEqual(['set-market-state', 'set-market-state', 'set-market-state']);
  });

  it('leaves a market halted that somebody has halted', async () => {
    const { state, run, keep } = immediateEngine();
    await keep();
    await run({ kind: 'set-market-state', market: 1, state: HALTED });
    await keep();
    expect(state.market(1)?.state).toBe(HALTED);
  });

  it('does not go on with a market that is listed otherwise', async () => {
    const { run, keep } = immediateEngine();
    const [market] = markets;
    if (market === undefined) throw new Error('there is a market');
    await run({ kind: 'list-market', ...parametersOf(market), takerFeePpm: 400 });
    await expect(keep()).rejects.toThrow(MarketListingError);
    await expect(keep()).rejects.toThrow(/BTC-USDT .*takerFeePpm is 400 and should be 500/);
  });

  it('fails when the engine refuses', async () => {
    const { state } = immediateEngine();
    const refuse = (): Promise<CommandOutcome> =>
      Promise.resolve({
        seq: 1,
        time: 0,
        events: [{ kind: 'rejected', account: 0, orderId: 0, code: 'market/invalid-parameters' }],
      });
    await expect(keepMarketsListed({ state, execute: refuse })).rejects.toThrow(
      'The engine refused list-market: market/invalid-parameters.',
    );
  });
});
