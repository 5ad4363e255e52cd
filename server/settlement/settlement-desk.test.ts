import { expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import type { ForcedExit } from '#lib/domain/settlement.ts';
import { SettlementBook } from './settlement-book.ts';
import { SettlementDesk } from './settlement-desk.ts';
import type { SettlementChange } from './settlement-view.ts';

const OWNER: Address = `0x${'a1'.repeat(20)}`;

function exitOf(id: number): ForcedExit {
  return {
    ...{ id, stage: 'requested', requestedMs: 0, bindsMs: 0, executableMs: 0 },
    ...{ transaction: `0x${'7a'.repeat(32)}`, canceledBy: null, payouts: [] },
  };
}

it('tells the exits that the chain took back, and the one that is the newest now', () => {
  const desk = new SettlementDesk({ book: new SettlementBook(), store: () => null, now: () => 0 });
  let exits: readonly ForcedExit[] = [exitOf(2), exitOf(1)];
  desk.readExitsFrom({ exits: () => exits });
  const told: SettlementChange[] = [];
  desk.onChange((change) => told.push(change));
  exits = [exitOf(1)];
  desk.exitChanged(OWNER, [2]);
  exits = [];
  desk.exitChanged(OWNER, [1]);
  expect(told.map((change) => change.kind === 'transfer' && change.transfer)).toEqual([
    { kind: 'exits-undone', account: null, ids: [2] },
    { kind: 'exit', account: null, exit: exitOf(1) },
    { kind: 'exits-undone', account: null, ids: [1] },
  ]);
});
