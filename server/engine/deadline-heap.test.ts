import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadlineHeap } from './deadline-heap.ts';
import { NONE } from './order-pool.ts';

function drain(heap: DeadlineHeap): number[] {
  const handles: number[] = [];
  while (heap.size > 0) handles.push(heap.pop());
  return handles;
}

type Entry = { readonly handle: number; readonly time: number; readonly id: number };

/** The entries as they are due, found the obvious way. */
function inOrder(entries: Iterable<Entry>): number[] {
  return [...entries].sort((a, b) => a.time - b.time || a.id - b.id).map(({ handle }) => handle);
}

describe('DeadlineHeap', () => {
  it('is empty at first', () => {
    const heap = new DeadlineHeap();
    expect([heap.size, heap.firstHandle(), heap.pop()]).toEqual([0, NONE, NONE]);
    expect(heap.firstTime()).toBe(Number.POSITIVE_INFINITY);
    expect([heap.has(0), heap.has(5_000_000), heap.timeOf(3)]).toEqual([false, false, 0]);
  });

  it('gives the earliest first, the lower id among equal times', () => {
    const heap = new DeadlineHeap();
    heap.set(0, 300, 7);
    heap.set(1, 100, 9);
    heap.set(2, 100, 8);
    heap.set(3, 200, 1);
    expect([heap.size, heap.firstHandle(), heap.firstTime()]).toEqual([4, 2, 100]);
    expect(drain(heap)).toEqual([2, 1, 3, 0]);
  });

  it('moves a handle that is set again, to earlier and to later', () => {
    const heap = new DeadlineHeap();
    for (const handle of [0, 1, 2, 3]) heap.set(handle, 100 + handle, handle);
    heap.set(3, 50, 3);
    heap.set(0, 500, 0);
    expect([heap.size, heap.timeOf(3), heap.timeOf(0)]).toEqual([4, 50, 500]);
    expect(drain(heap)).toEqual([3, 1, 2, 0]);
  });

  it('forgets a handle that is taken out, and only that', () => {
    const heap = new DeadlineHeap();
    for (const handle of [0, 1, 2, 3, 4]) heap.set(handle, 100 - handle, handle);
    heap.remove(2);
    heap.remove(2);
    heap.remove(4);
    heap.remove(1_000_000);
    expect([heap.has(2), heap.has(3)]).toEqual([false, true]);
    expect(drain(heap)).toEqual([3, 1, 0]);
  });

  it('keeps ids and times of 53 bits apart', () => {
    const heap = new DeadlineHeap();
    heap.set(0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    heap.set(1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1);
    heap.set(2, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER);
    expect(drain(heap)).toEqual([2, 1, 0]);
  });

  it('takes handles in the millions', () => {
    const heap = new DeadlineHeap();
    heap.set(3_000_000, 20, 1);
    heap.set(5, 10, 2);
    expect(heap.has(2_999_999)).toBe(false);
    expect(drain(heap)).toEqual([5, 3_000_000]);
  });

  it('does whatever a sorted list does', () => {
    const step = fc.record({
      action: fc.constantFrom('set', 'set', 'set', 'remove', 'pop'),
      handle: fc.nat(200),
      time: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const heap = new DeadlineHeap();
        const model = new Map<number, Entry>();
        for (const [id, { action, handle, time }] of steps.entries()) {
          if (action === 'set') {
            heap.set(handle, time, id);
            model.set(handle, { handle, time, id });
          } else if (action === 'remove') {
            heap.remove(handle);
            model.delete(handle);
          } else {
            const first = inOrder(model.values())[0] ?? NONE;
            expect(heap.pop()).toBe(first);
            model.delete(first);
          }
          expect(heap.size).toBe(model.size);
          expect(heap.timeOf(handle)).toBe(model.get(handle)?.time ?? 0);
        }
        expect(drain(heap)).toEqual(inOrder(model.values()));
      }),
      { numRuns: 200 },
    );
  });
});
