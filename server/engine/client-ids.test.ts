import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientIds } from './client-ids.ts';
import { InvariantError } from './invariant.ts';
import { NONE } from './order-pool.ts';

function doneIds(ids: ClientIds, account: number): number[] {
  const found: number[] = [];
  ids.visitDone(account, (entry) => found.push(ids.clientOrderId(entry)));
  return found;
}

/** What is remembered, kept the obvious way: by account, open ones by id and done ones in order. */
class ModelIds {
  readonly open = new Map<string, { orderId: number; digest: number }>();
  readonly done = new Map<number, { clientOrderId: number; orderId: number; digest: number }[]>();
  readonly #remembered: number;

  constructor(remembered: number) {
    this.#remembered = remembered;
  }

  has(account: number, clientOrderId: number): boolean {
    const isDone = this.doneOf(account).some((entry) => entry.clientOrderId === clientOrderId);
    return isDone || this.open.has(`${account}/${clientOrderId}`);
  }

  finish(account: number, clientOrderId: number): void {
    const key = `${account}/${clientOrderId}`;
    const entry = this.open.get(key);
    if (entry === undefined) throw new Error(`${key} is not open`);
    this.open.delete(key);
    const list = [...this.doneOf(account), { clientOrderId, ...entry }];
    this.done.set(account, list.slice(-this.#remembered));
  }

  doneOf(account: number): { clientOrderId: number; orderId: number; digest: number }[] {
    return this.done.get(account) ?? [];
  }
}

describe('ClientIds', () => {
  it('knows nothing at first', () => {
    const ids = new ClientIds();
    expect([ids.find(1, 1), ids.find(1_000_000, 2 ** 53 - 1), ids.size]).toEqual([NONE, NONE, 0]);
    expect(doneIds(ids, 1_000_000)).toEqual([]);
  });

  it('finds an id by account, with its order and digest', () => {
    const ids = new ClientIds();
    const entry = ids.add(1, 7, 100, 2 ** 53 - 1);
    const other = ids.add(2, 7, 101, 5);
    const large = ids.add(1, 7 + 2 ** 32, 102, 6);
    expect([ids.find(1, 7), ids.find(2, 7), ids.find(3, 7)]).toEqual([entry, other, NONE]);
    expect(ids.find(1, 7 + 2 ** 32)).toBe(large);
    expect([ids.orderId(entry), ids.digest(entry), ids.account(entry)]).toEqual([
      100,
      2 ** 53 - 1,
      1,
    ]);
    expect([ids.clientOrderId(large), ids.size]).toEqual([7 + 2 ** 32, 3]);
  });

  it('remembers the last ones that are done and forgets the oldest first', () => {
    const ids = new ClientIds(3);
    const entries = [1, 2, 3, 4, 5].map((id) => ids.add(1, id, 100 + id, id));
    for (const entry of [entries[2], entries[0], entries[4]]) ids.finish(entry as number);
    expect(doneIds(ids, 1)).toEqual([3, 1, 5]);
    ids.finish(entries[1] as number);
    expect(doneIds(ids, 1)).toEqual([1, 5, 2]);
    expect([ids.find(1, 3), ids.size]).toEqual([NONE, 4]);
    expect(ids.isOpen(ids.find(1, 4))).toBe(true);
    expect(ids.isOpen(ids.find(1, 2))).toBe(false);
  });

  it('never forgets an open one, however many others are done', () => {
    const ids = new ClientIds(2);
    const entry = ids.add(1, 1, 100, 9);
    for (let id = 2; id < 500; id += 1) ids.finish(ids.add(1, id, 100 + id, id));
    expect([ids.find(1, 1), ids.orderId(entry), ids.isOpen(entry)]).toEqual([entry, 100, true]);
    expect([doneIds(ids, 1), ids.size]).toEqual([[498, 499], 3]);
  });

  it('remembers a thousand unless told otherwise', () => {
    const ids = new ClientIds();
    for (let id = 1; id <= 1_001; id += 1) ids.finish(ids.add(4, id, id, id));
    expect(doneIds(ids, 4)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 2));
  });

  it('takes an id anew once it was forgotten', () => {
    const ids = new ClientIds(1);
    ids.finish(ids.add(1, 1, 100, 9));
    ids.finish(ids.add(1, 2, 101, 9));
    const again = ids.add(1, 1, 102, 8);
    expect([ids.orderId(ids.find(1, 1)), ids.digest(again)]).toEqual([102, 8]);
  });

  it('restores what a snapshot remembers, in its order', () => {
    const ids = new ClientIds(2, 2);
    for (const id of [5, 6, 7]) ids.restoreDone(900, id, 10 * id, 100 * id);
    expect(doneIds(ids, 900)).toEqual([6, 7]);
    const entry = ids.find(900, 7);
    expect([ids.orderId(entry), ids.digest(entry), ids.isOpen(entry)]).toEqual([70, 700, false]);
  });

  it('does not finish an id twice', () => {
    const ids = new ClientIds();
    const entry = ids.add(1, 1, 100, 9);
    ids.finish(entry);
    expect(() => ids.finish(entry)).toThrow(InvariantError);
  });

  it('does whatever lists and a map do', () => {
    const step = fc.record({
      finishes: fc.boolean(),
      account: fc.nat(3).map((index) => [1, 2, 70, 5_000][index] as number),
      clientOrderId: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(2 ** 53 - 1)),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, n) => {
          const ids = new ClientIds(n, 4);
          const model = new ModelIds(n);
          for (const [index, { finishes, account, clientOrderId }] of steps.entries()) {
            const entry = ids.find(account, clientOrderId);
            expect(entry !== NONE).toBe(model.has(account, clientOrderId));
            if (entry === NONE) {
              ids.add(account, clientOrderId, 1_000 + index, index);
              model.open.set(`${account}/${clientOrderId}`, {
                orderId: 1_000 + index,
                digest: index,
              });
            } else if (finishes && ids.isOpen(entry)) {
              ids.finish(entry);
              model.finish(account, clientOrderId);
            }
          }
          expectSame(ids, model);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function expectSame(ids: ClientIds, model: ModelIds): void {
  let size = model.open.size;
  for (const [key, { orderId, digest }] of model.open) {
    const [account, clientOrderId] = key.split('/').map(Number);
    const entry = ids.find(account as number, clientOrderId as number);
    expect([ids.isOpen(entry), ids.orderId(entry), ids.digest(entry)]).toEqual([
      true,
      orderId,
      digest,
    ]);
  }
  for (const account of [1, 2, 70, 5_000]) {
    const found: { clientOrderId: number; orderId: number; digest: number }[] = [];
    ids.visitDone(account, (entry) => {
      found.push({
        clientOrderId: ids.clientOrderId(entry),
        orderId: ids.orderId(entry),
        digest: ids.digest(entry),
      });
    });
    expect(found).toEqual(model.doneOf(account));
    size += found.length;
  }
  expect(ids.size).toBe(size);
}

describe('the seed of the hash', () => {
  it('changes no result', () => {
    const [plain, seeded] = [new ClientIds(5, 8), new ClientIds(5, 8, 0x1234_5678)];
    for (let id = 1; id <= 200; id += 1) {
      for (const ids of [plain, seeded]) {
        const entry = ids.add(id % 3, id * 4_294_967_297, id, id);
        if (id % 4 !== 0) ids.finish(entry);
      }
    }
    for (let id = 1; id <= 200; id += 1) {
      const [found, expected] = [seeded, plain].map((ids) => {
        const entry = ids.find(id % 3, id * 4_294_967_297);
        return entry === NONE ? NONE : ids.orderId(entry);
      });
      expect(found).toBe(expected);
    }
    for (const account of [0, 1, 2]) {
      expect(doneIds(seeded, account)).toEqual(doneIds(plain, account));
    }
  });
});
