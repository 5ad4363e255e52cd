import { describe, expect, it } from 'vitest';
import { ConnectionCounter } from './connection-counter.ts';

describe('ConnectionCounter', () => {
  it('bounds the connections of each client', () => {
    const counter = new ConnectionCounter({ perClient: 2, total: 100 });
    expect([counter.open('a'), counter.open('a'), counter.open('a'), counter.open('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    counter.close('a');
    expect([counter.open('a'), counter.open('a')]).toEqual([true, false]);
  });

  it('bounds the connections of all together', () => {
    const counter = new ConnectionCounter({ perClient: 2, total: 3 });
    expect(['a', 'b', 'c', 'd'].map((client) => counter.open(client))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    counter.close('b');
    expect(counter.open('d')).toBe(true);
  });

  it('counts an end only for a connection that was open', () => {
    const counter = new ConnectionCounter({ perClient: 1, total: 1 });
    counter.close('a');
    counter.close('a');
    expect([counter.open('a'), counter.open('b')]).toEqual([true, false]);
  });
});
