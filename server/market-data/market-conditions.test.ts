import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { CommandBuilder } from '#scripts/simulator/command-builder.ts';
import { directPort } from '#scripts/testing/direct-port.ts';
import {
  BUY,
  CANCEL_ONLY,
  type Command,
  DELISTED,
  EngineState,
  HALTED,
  type MarketState,
  OPEN,
  POST_ONLY,
  SELL,
} from '#server/engine/index.ts';
import { followExchange } from '#server/projection.ts';
import { MarketConditions } from './market-conditions.ts';

const AUCTION_MS = 250;
const SYMBOL = 'BTC-USDT';

let state: EngineState;
let build: CommandBuilder;
let port: ReturnType<typeof directPort>;
let reads: number;
let isServing: boolean;
let conditions: MarketConditions;
let told: MarketCondition[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  state = new EngineState();
  build = new CommandBuilder();
  port = directPort(state, () => Date.now());
  reads = 0;
  isServing = true;
  told = [];
  conditions = begin();
});

afterEach(() => {
  conditions.stop();
  vi.useRealTimers();
});

function begin(): MarketConditions {
  const made = new MarketConditions({
    port: {
      read: async (look) => {
        if (!isServing) throw new ProtocolError('sequencer/not-accepting');
        reads += 1;
        return await port.read(look);
      },
    },
    markets,
    auctionMs: AUCTION_MS,
    now: () => Date.now(),
  });
  made.onUpdate((condition) => told.push(condition));
  followExchange(port, [made]);
  return made;
}

async function run(...commands: readonly Command[]): Promise<void> {
  for (const command of commands) await port.execute(command);
  await vi.advanceTimersByTimeAsync(0);
}

/** Two accounts with money, and a market that is listed. */
async function listed(): Promise<void> {
  for (const account of [1, 2]) {
    await run(build.openAccount());
    await run(build.deposit({ account, asset: 0, amount: 10 ** 12 }));
    await run(build.deposit({ account, asset: 1, amount: 10 ** 12 }));
  }
  await run(build.listMarket({ market: 1 }));
}

const become = (next: MarketState) => build.setMarketState({ market: 1, state: next });
const bid = (price: number, quantity: number) =>
  build.place({ account: 1, market: 1, side: BUY, price, quantity });
const ask = (price: number, quantity: number) =>
  build.place({ account: 2, market: 1, side: SELL, price, quantity });

describe('MarketConditions', () => {
  it('knows nothing of a market before it is listed', async () => {
    expect(conditions.condition(SYMBOL)).toBeNull();
    await listed();
    expect(conditions.condition(SYMBOL)).toEqual({
      symbol: SYMBOL,
      status: 'pre-open',
      auction: null,
    });
    expect(conditions.condition('ETH-USDT')).toBeNull();
  });

  it('tells every state that a market gets', async () => {
    await listed();
    for (const next of [OPEN, POST_ONLY, CANCEL_ONLY, HALTED, DELISTED] as const)
      await run(become(next));
    expect(told.map(({ status }) => status)).toEqual([
      'pre-open',
      'open',
      'post-only',
      'cancel-only',
      'halted',
      'delisted',
    ]);
  });

  it('begins again with where the engine stands, and tells that', async () => {
    await listed();
    await run(become(POST_ONLY));
    told = [];
    const again = begin();
    again.restore(state);
    expect(again.condition(SYMBOL)?.status).toBe('post-only');
    expect(told).toEqual([{ symbol: SYMBOL, status: 'post-only', auction: null }]);
    again.stop();
  });

  it('tells what the auction would do, and no more once it is over', async () => {
    await listed();
    await run(bid(100, 50));
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    expect(conditions.condition(SYMBOL)?.auction).toBeNull();
    await run(ask(90, 30));
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    const auction = { priceTicks: 100, volumeLots: 30 };
    expect(conditions.condition(SYMBOL)).toMatchObject({ status: 'pre-open', auction });
    expect(told.at(-1)).toMatchObject({ auction });
    await run(become(OPEN));
    expect(told.at(-1)).toMatchObject({ status: 'open', auction: null });
    expect(state.market(1)?.last).toBe(auction.priceTicks);
  });

  it('reads no auction of a market that matches, and not more often than is asked otherwise', async () => {
    await listed();
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    const before = reads;
    await run(bid(100, 1), bid(101, 1), bid(102, 1), bid(103, 1));
    expect(reads - before).toBeLessThanOrEqual(1);
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    expect(reads - before).toBe(2);
    await run(become(OPEN));
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    const open = reads;
    await run(bid(104, 1), ask(99, 1));
    await vi.advanceTimersByTimeAsync(10 * AUCTION_MS);
    expect(reads).toBe(open);
  });

  it('reads later what it could not read while the engine did not serve', async () => {
    await listed();
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    isServing = false;
    await run(bid(100, 50), ask(90, 30));
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    expect(conditions.condition(SYMBOL)?.auction).toBeNull();
    isServing = true;
    await run(ask(101, 1));
    await vi.advanceTimersByTimeAsync(AUCTION_MS);
    expect(conditions.condition(SYMBOL)?.auction).toEqual({ priceTicks: 100, volumeLots: 30 });
  });

  it('tells nothing any more when it has stopped', async () => {
    await listed();
    conditions.stop();
    told = [];
    await run(become(OPEN));
    expect(told).toEqual([]);
  });
});
