import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

/** A task that a test ends, and which notes when it runs. */
function heldTask(notes: string[], name: string) {
  const held: { end: () => void; fail: (error: Error) => void } = {
    end: () => undefined,
    fail: () => undefined,
  };
  const task = async () => {
    notes.push(`${name} begins`);
    await new Promise<void>((resolve, reject) => {
      held.end = resolve;
      held.fail = reject;
    });
    notes.push(`${name} ends`);
    return name;
  };
  return { task, held };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  it('run tasks of one key in order, those of others beside them', async () => {
    const lanes = new Lanes();
    const notes: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => heldTask(notes, name));
    if (a === undefined || b === undefined || c === undefined) throw new Error('no tasks');
    const first = lanes.run('a', a.task);
    const second = lanes.run('a', b.task);
    const other = lanes.run('b', c.task);
    await turn();
    expect(notes).toEqual(['a begins', 'c begins']);
    c.held.end();
    a.held.end();
    expect([await first, await other]).toEqual(['a', 'c']);
    await turn();
    expect(notes.slice(2).sort()).toEqual(['a ends', 'b begins', 'c ends']);
    b.held.end();
    expect(await second).toBe('b');
  });

  it('go on after a task that failed, which only its caller is told', async () => {
    const lanes = new Lanes();
    const notes: string[] = [];
    const a = heldTask(notes, 'a');
    const first = lanes.run('a', a.task);
    const second = lanes.run('a', () => Promise.resolve('b'));
    await turn();
    a.held.fail(new Error('a failed'));
    await expect(first).rejects.toThrow('a failed');
    expect(await second).toBe('b');
    await expect(lanes.run('a', () => Promise.resolve('c'))).resolves.toBe('c');
  });
});
