import { describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { EngineState } from '#server/engine/index.ts';
import type { AccountUpdate } from './account-update.ts';
import { BalanceReader, type BalanceUpdate } from './balance-reader.ts';

/** An engine that answers when a test says so, and accounts that a test touches. */
function begin() {
  const state = new EngineState();
  for (const address of ['0x1', '0x2']) state.accounts.open(address);
  let answers: (() => void)[] = [];
  let touched: (update: Pick<AccountUpdate, 'account'>) => void = () => undefined;
  const engine = { reads: 0, isServing: true };
  const reader = new BalanceReader({
    port: {
      async read(look) {
        engine.reads += 1;
        if (!engine.isServing) throw new ProtocolError('sequencer/not-accepting');
        const value = look(state);
        const { seq } = state;
        await new Promise<void>((resolve) => answers.push(resolve));
        return { value, seq };
      },
    },
    activity: {
      onUpdate(listener) {
        touched = (update) => {
          const nothing = { seq: 0, timestampMs: 0, orders: [], fills: [] };
          listener({ ...nothing, ...update });
        };
        return () => undefined;
      },
    },
    now: () => 5_000,
  });
  const updates: BalanceUpdate[] = [];
  reader.onUpdate((update) => updates.push(update));
  return {
    reader,
    updates,
    engine,
    deposit(account: number, amount: number) {
      state.seq += 1;
      state.ledger.deposit(account, 0, amount);
      touched({ account });
      reader.settle();
    },
    async answer() {
      const due = answers;
      answers = [];
      for (const resolve of due) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('BalanceReader', () => {
  it('tells every asset at first, and then what changed', async () => {
    const { reader, updates, deposit, answer } = begin();
    reader.watch(1);
    expect(reader.balances(1)).toBeNull();
    await answer();
    expect(reader.balances(1)).toHaveLength(4);
    deposit(1, 70);
    await answer();
    expect(updates).toMatchObject([
      { account: 1, seq: 0, timestampMs: 5_000, balances: { length: 4 } },
      { account: 1, seq: 1, balances: [{ asset: 'USDT', available: 70, locked: 0 }] },
    ]);
    expect(reader.balances(1)?.[0]).toMatchObject({ asset: 'USDT', available: 70 });
  });

  it('reads once for all that changes while an answer is on its way', async () => {
    const { reader, updates, engine, deposit, answer } = begin();
    reader.watch(1);
    reader.watch(2);
    await answer();
    await answer();
    const before = engine.reads;
    deposit(1, 10);
    for (let count = 0; count < 50; count += 1) deposit(2, 1);
    deposit(1, 10);
    expect(engine.reads).toBe(before + 1);
    await answer();
    await answer();
    expect(engine.reads).toBe(before + 2);
    const usdt = (account: number) => reader.balances(account)?.[0]?.available;
    expect([usdt(1), usdt(2)]).toEqual([20, 50]);
    expect(updates.map(({ seq }) => seq)).toEqual(
      [...updates.map(({ seq }) => seq)].sort((a, b) => a - b),
    );
  });

  it('reads nothing of accounts that nobody watches', async () => {
    const { reader, updates, engine, deposit, answer } = begin();
    deposit(1, 10);
    expect(engine.reads).toBe(0);
    const end = reader.watch(1);
    const other = reader.watch(1);
    await answer();
    end();
    end();
    deposit(1, 10);
    await answer();
    expect(updates).toHaveLength(2);
    other();
    deposit(1, 10);
    await answer();
    expect(updates).toHaveLength(2);
    expect(reader.balances(1)).toBeNull();
  });

  it('says nothing when nothing changed', async () => {
    const { reader, updates, deposit, answer } = begin();
    reader.watch(1);
    await answer();
    deposit(1, 0);
    await answer();
    expect(updates).toHaveLength(1);
  });

  it('asks again when an engine that did not serve does', async () => {
    const { reader, updates, engine, answer } = begin();
    engine.isServing = false;
    reader.watch(1);
    await answer();
    expect(engine.reads).toBe(1);
    engine.isServing = true;
    reader.settle();
    await answer();
    expect(updates).toHaveLength(1);
  });

  it('has nothing of accounts that are not open', async () => {
    const { reader, answer } = begin();
    reader.watch(99);
    await answer();
    expect(reader.balances(99)).toMatchObject([{ available: 0, locked: 0 }, {}, {}, {}]);
  });
});
