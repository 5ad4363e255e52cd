import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import type { CommandDraft } from '#server/sequencer/index.ts';
import { IndexPriceKeeper } from './index-price-keeper.ts';

let clock: ManualClock;
let feed: ScriptedFeed;
let submitted: unknown[][];
let accepting: boolean;
let keeper: IndexPriceKeeper;

beforeEach(() => {
  clock = new ManualClock();
  feed = new ScriptedFeed(clock.now);
  submitted = [];
  accepting = true;
  const submit = (draft: CommandDraft) => {
    if (!accepting) throw new ProtocolError('sequencer/overloaded');
    if (draft.kind === 'set-price') submitted.push([draft.market, draft.source, draft.price]);
  };
  keeper = new IndexPriceKeeper({
    submit,
    prices: () => feed.prices(),
    now: clock.now,
    staleMs: 5_000,
  });
});

describe('the index price keeper', () => {
  it('hands on every price, as the index', () => {
    feed.trade('LUX-USDT', 12_000);
    feed.trade('BTC-USDT', 6_742_150);
    keeper.round();
    expect(submitted).toEqual([
      [1, 2, 6_742_150],
      [3, 2, 12_000],
    ]);
  });

  it('hands on only what has changed', () => {
    feed.trade('BTC-USDT', 100);
    keeper.round();
    feed.trade('BTC-USDT', 100);
    keeper.round();
    feed.trade('BTC-USDT', 101);
    keeper.round();
    expect(submitted.map(([, , price]) => price)).toEqual([100, 101]);
  });

  it('hands on nothing stale', () => {
    feed.trade('BTC-USDT', 100);
    clock.advance(5_001);
    keeper.round();
    expect(submitted).toEqual([]);
  });

  it('hands on nothing that is no price', () => {
    feed.trade('BTC-USDT', 0);
    feed.trade('ETH-USDT', 2 ** 31);
    keeper.round();
    expect(submitted).toEqual([]);
  });

  it('tries again what was not taken', () => {
    feed.trade('BTC-USDT', 100);
    accepting = false;
    keeper.round();
    accepting = true;
    keeper.round();
    expect(submitted).toEqual([[1, 2, 100]]);
  });
});
