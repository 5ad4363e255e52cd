import { beforeEach, describe, expect, it } from 'vitest';
import type { ApproveAgent, EngineEvent } from '#server/engine/index.ts';
import { SignedApprovals } from './signed-approvals.ts';

const OWNER = `0x${'a1'.repeat(20)}` as const;
const KEY = `0x${'a6'.repeat(20)}` as const;
const limits = { expiry: 9, marketsLow: 2, marketsHigh: 0, maxNotional: 500 };

let kept: Map<string, string>;
/** Commands that made trades which are unsettled. */
let trades: number[];
let approvals: SignedApprovals;

beforeEach(() => {
  kept = new Map();
  trades = [];
  approvals = begin();
});

function begin(): SignedApprovals {
  return new SignedApprovals({
    addressOf: () => OWNER,
    keep: (kind, key, value) => {
      if (value === null) kept.delete(`${kind} ${key}`);
      else kept.set(`${kind} ${key}`, value);
    },
    isNeeded: ({ from, before }) => trades.some((seq) => seq >= from && seq < before),
    resting: () => new Map([['1:1', trades]]),
  });
}

function approve(seq: number, nonce: number): void {
  const signature = new Uint8Array(64).fill(nonce);
  const by = { account: 1, address: KEY, ...limits };
  const command: ApproveAgent = { kind: 'approve-agent', seq, time: 0, ...by, nonce, signature };
  const event: EngineEvent = { kind: 'agent-approved', agent: 1, ...by };
  approvals.take(command, [event]);
}

function noncesOf(of = approvals): number[] {
  return of.of(1, 1).map(({ approval }) => approval.nonce);
}

describe('signed approvals', () => {
  it('are in force from their command on until the next', () => {
    trades = [15];
    approve(10, 5);
    approve(20, 6);
    const inForce = (seq: number) => approvals.inForce({ account: 1, agent: 1, seq });
    expect([inForce(10), inForce(11)?.approval.nonce]).toEqual([null, 5]);
    expect([inForce(20)?.approval.nonce, inForce(21)?.approval.nonce]).toEqual([5, 6]);
  });

  it('are dropped when another one comes, unless something unsettled rests on them', () => {
    trades = [15];
    for (const place of [1, 2, 3, 4, 5, 6, 7, 8, 9]) approve(place * 10, place);
    expect(noncesOf()).toEqual([1, 9]);
    trades = [];
    approve(100, 10);
    expect(noncesOf()).toEqual([10]);
    expect([...kept.keys()]).toEqual(['approval 1:10']);
  });

  it('are dropped with their key, unless something unsettled rests on them', () => {
    approve(10, 5);
    trades = [15];
    approvals.take(null, [{ kind: 'agent-revoked', account: 1, agent: 1 }]);
    expect(noncesOf()).toEqual([5]);
    trades = [];
    approvals.take(null, [{ kind: 'agent-revoked', account: 1, agent: 1 }]);
    expect([noncesOf(), kept.size]).toEqual([[], 0]);
  });

  it('are dropped when what rested on them is settled', () => {
    trades = [15];
    approve(10, 5);
    approve(20, 6);
    expect(noncesOf()).toEqual([5, 6]);
    trades = [];
    approvals.settled(0);
    expect([noncesOf(), [...kept.keys()]]).toEqual([[6], ['approval 1:6']]);
    trades = [25];
    approvals.take(null, [{ kind: 'agent-revoked', account: 1, agent: 1 }]);
    expect(noncesOf()).toEqual([6]);
    trades = [];
    approvals.settled(0);
    expect([noncesOf(), kept.size]).toEqual([[], 0]);
  });

  it('are dropped after a restart too, those of an ended key and those of a former one', () => {
    trades = [15, 25];
    approve(10, 5);
    approve(20, 6);
    approvals.take(null, [{ kind: 'agent-revoked', account: 1, agent: 1 }]);
    const again = begin();
    for (const text of [...kept.values()].reverse()) again.restoreApproval(text);
    again.restored();
    expect(noncesOf(again)).toEqual([5, 6]);
    trades = [25];
    again.settled(0);
    expect(noncesOf(again)).toEqual([6]);
    trades = [];
    again.settled(0);
    expect([noncesOf(again), kept.size]).toEqual([[], 0]);
  });

  it('are dropped when they are over, though the engine ends their key without a word', () => {
    approve(10, 5);
    const overMs = (limits.expiry + 1_800) * 1_000;
    approvals.settled(overMs - 1);
    expect(noncesOf()).toEqual([5]);
    trades = [15];
    approvals.settled(overMs);
    expect(noncesOf()).toEqual([5]);
    trades = [];
    approvals.settled(overMs);
    expect([noncesOf(), kept.size]).toEqual([[], 0]);
  });

  it('are known again after a restart, with their commands', () => {
    trades = [15];
    approve(10, 5);
    approve(20, 6);
    const again = begin();
    for (const text of [...kept.values()].reverse()) again.restoreApproval(text);
    expect(noncesOf(again)).toEqual([5, 6]);
    expect(again.inForce({ account: 1, agent: 1, seq: 15 })).toEqual(approvals.of(1, 1)[0]);
  });

  it('are told from what an owner brought to the chain by themselves', () => {
    approve(10, 5);
    const own = { agent: KEY, expiry: 9, markets: 2n, maxNotional: 500n, nonce: 5 };
    expect(approvals.isKept(1, own)).toBe(true);
    const others = [{ maxNotional: 499n }, { nonce: 6 }, { markets: 3n }, { agent: OWNER }];
    expect(others.map((other) => approvals.isKept(1, { ...own, ...other }))).toEqual([
      ...[false, false, false, false],
    ]);
    expect([approvals.isKept(2, own), approvals.isKept(1, { ...own, expiry: 8 })]).toEqual([
      ...[false, false],
    ]);
  });
});
