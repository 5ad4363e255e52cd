import { beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/network.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { ScriptedChain } from '#scripts/testing/scripted-chain.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { readiness } from './readiness.ts';

const genesisHash = `0x${'1'.repeat(64)}` as const;
const deployment: Deployment = {
  version: 1,
  network: 'local',
  chainId: 1337,
  genesisHash,
  contracts: {},
  tokens: [],
};
const network = { genesisHash, genesisMatches: true, missingContracts: [], deployment };

let clock: ManualClock;
let feed: ScriptedFeed;
let chain: ScriptedChain;
let engine: { ok: boolean; detail: string };
let isHistoryWritten: boolean;
let settlement: Parameters<typeof readiness>[0]['settlement'];

beforeEach(() => {
  clock = new ManualClock();
  feed = new ScriptedFeed(clock.now);
  chain = new ScriptedChain();
  isHistoryWritten = true;
  settlement = null;
  engine = { ok: true, detail: 'Commands are taken.' };
  chain.mine(7, clock.now());
  chain.setNetwork(network);
  for (const symbol of ['BTC-USDT', 'ETH-USDT', 'LUX-USDT']) feed.trade(symbol, 5);
});

function look() {
  const nowMs = clock.now();
  const bounds = { maxHeadAgeMs: 15_000, priceStaleMs: 5_000 };
  return readiness({ chain, feed, engine, settlement, isHistoryWritten, nowMs, ...bounds });
}

/** The only check that fails, and what it says. */
function onlyFailure(): [string, string] {
  const { ready, checks } = look();
  const failed = Object.entries(checks).filter(([, { ok }]) => !ok);
  expect([ready, failed.length]).toEqual([false, 1]);
  const [[name, { detail }] = ['', { detail: '' }]] = failed;
  return [name, detail];
}

describe('readiness', () => {
  it('is given when everything holds, with a word about each check', () => {
    const { ready, history, checks } = look();
    expect([ready, history]).toEqual([true, 'current']);
    expect(checks.head?.detail).toBe('Block 7 is 0 s old.');
    expect(Object.keys(checks)).toEqual([
      'chain',
      'head',
      'network',
      'contracts',
      'operator',
      'prices',
      'engine',
      'history',
    ]);
  });

  it('is given while the history is behind, and tells of it', () => {
    isHistoryWritten = false;
    const { ready, history, checks } = look();
    expect([ready, history, checks.history?.ok]).toEqual([true, 'behind', false]);
    expect(checks.history?.detail).toMatch(/store\/behind.*restart/);
  });

  it('fails while the chain does not answer', () => {
    chain.set({ reachable: false, error: 'connection refused' });
    expect(onlyFailure()).toEqual(['chain', 'The chain does not answer: connection refused.']);
  });

  it('fails while the engine takes no orders, with its reason', () => {
    engine = { ok: false, detail: 'The disk is full: free some space, then restart.' };
    expect(onlyFailure()).toEqual(['engine', 'The disk is full: free some space, then restart.']);
  });

  describe('with a clearing house', () => {
    const clearingHouse = `0x${'c1'.repeat(20)}` as const;
    const operator = `0x${'0b'.repeat(20)}` as const;

    beforeEach(() => {
      chain.setNetwork({ ...network, deployment: { ...deployment, contracts: { clearingHouse } } });
    });

    it('waits until it is known who settles, and says what stands in the way', () => {
      settlement = { operator: null, operatorBalanceWei: null, why: 'It is not known yet.' };
      const [name, detail] = onlyFailure();
      expect(name).toBe('operator');
      expect(detail).toMatch(/must list one of those that are set.*It is not known yet\./);
    });

    it.each([0n, null])('waits until whoever settles has something to pay gas with: %s', (wei) => {
      settlement = { operator, operatorBalanceWei: wei, why: null };
      expect(onlyFailure()).toEqual([
        'operator',
        `${operator}, which settles, has nothing to pay gas with: send LUX to it.`,
      ]);
      settlement = { operator, operatorBalanceWei: 1n, why: null };
      expect(look().ready).toBe(true);
    });

    it('waits for nobody where that contract has no code', () => {
      settlement = { operator: null, operatorBalanceWei: null, why: null };
      chain.setNetwork({
        ...network,
        missingContracts: ['clearingHouse'],
        deployment: { ...deployment, contracts: { clearingHouse } },
      });
      expect(look().ready).toBe(true);
    });
  });

  it('fails when the last block is too old', () => {
    clock.advance(15_001);
    for (const symbol of ['BTC-USDT', 'ETH-USDT', 'LUX-USDT']) feed.trade(symbol, 5);
    expect(onlyFailure()).toEqual([
      'head',
      'Block 7 is 15 s old; more than 15 s means a halted chain.',
    ]);
  });

  it('asks for a reset when the chain is another one than it was', () => {
    chain.set({ fault: { detail: 'It changed: npm start -- --reset.' } });
    expect(onlyFailure()).toEqual(['network', 'It changed: npm start -- --reset.']);
  });

  it('asks for a reset when the contracts were deployed on another chain', () => {
    chain.setNetwork({ ...network, genesisMatches: false });
    const [name, detail] = onlyFailure();
    expect(name).toBe('network');
    expect(detail).toMatch(/npm start -- --reset/);
  });

  it('fails while nothing is deployed', () => {
    chain.setNetwork({ ...network, deployment: null });
    expect(onlyFailure()[0]).toBe('contracts');
  });

  it('serves on without some contracts, and names them', () => {
    chain.setNetwork({ ...network, missingContracts: ['clearingHouse', 'tickLens'] });
    const { ready, checks } = look();
    expect(ready).toBe(true);
    expect(checks.contracts?.detail).toMatch(/clearingHouse, tickLens.*unavailable/);
  });

  it('says what is wrong with the clearing house, and is ready without it', () => {
    const custodyFaults = () => ['market 2 is not listed', 'market 3 is not listed'];
    Object.assign(chain, { custodyFaults });
    const { ready, checks } = look();
    expect(ready).toBe(true);
    expect(checks.contracts?.detail).toMatch(/market 2 is not listed \(and 1 more\).*Custody is/);
  });

  it('names each price that is not fresh', () => {
    clock.advance(5_001);
    feed.trade('BTC-USDT', 6);
    chain.mine(8, clock.now());
    expect(onlyFailure()).toEqual([
      'prices',
      'Not fresh: ETH-USDT is 5 s old, LUX-USDT is 5 s old.',
    ]);
  });

  it('says when no source of prices is configured', () => {
    feed.sources = () => [];
    expect(onlyFailure()).toEqual([
      'prices',
      'No source of prices is configured: see PRICE_SOURCES.',
    ]);
  });

  it('names each price that is missing', () => {
    feed = new ScriptedFeed(clock.now);
    feed.trade('BTC-USDT', 6);
    expect(onlyFailure()[1]).toBe('Not fresh: ETH-USDT has no price, LUX-USDT has no price.');
  });
});
