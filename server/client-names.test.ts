import { describe, expect, it } from 'vitest';
import { ClientNames } from './client-names.ts';

/** Digits stand for themselves, everything else for its length beyond a million. */
const numberOf = (name: string) => (/^\d+$/.test(name) ? Number(name) : 1_000_000 + name.length);

describe('names of orders', () => {
  it('are told as they were written, digits without being remembered', () => {
    const names = new ClientNames(10, numberOf);
    names.remember({ account: 1, number: 1_000_007 }, 'my-buy!');
    expect(names.nameOf({ account: 1, number: 1_000_007 })).toBe('my-buy!');
    expect(names.nameOf({ account: 1, number: 42 })).toBe('42');
    expect(names.numberOf('my-buy!')).toBe(1_000_007);
    expect(names.numberOf(null)).toBe(0);
  });

  it('are those of one account, and the oldest are forgotten first', () => {
    const names = new ClientNames(2, numberOf);
    names.remember({ account: 1, number: 1_000_001 }, 'a');
    names.remember({ account: 2, number: 1_000_001 }, 'b');
    names.remember({ account: 1, number: 1_000_001 }, 'a');
    names.remember({ account: 3, number: 1_000_001 }, 'c');
    expect(names.nameOf({ account: 1, number: 1_000_001 })).toBe('a');
    expect(names.nameOf({ account: 3, number: 1_000_001 })).toBe('c');
    const forgotten = names.nameOf({ account: 2, number: 1_000_001 });
    expect(forgotten).toBe('1000001');
  });

  it('of orders that nobody remembers lead back to the same order', () => {
    const names = new ClientNames(2, (name) => (name.length > 3 ? 7_000_000 : numberOf(name)));
    const unnamed = names.nameOf({ account: 1, number: 5_000_000 });
    expect(unnamed).toBe('unnamed-5000000');
    expect(names.numberOf(unnamed)).toBe(5_000_000);
  });

  it('that look like a forgotten one are taken as they are written', () => {
    const names = new ClientNames(10, numberOf);
    expect(names.numberOf('unnamed-42')).toBe(1_000_010);
  });

  it('are not replaced by what stands for a forgotten one', () => {
    const names = new ClientNames(10, (name) => (name.length > 3 ? 7_000_000 : numberOf(name)));
    names.remember({ account: 1, number: 5_000_000 }, 'my order');
    names.remember({ account: 1, number: 5_000_000 }, 'unnamed-5000000');
    expect(names.nameOf({ account: 1, number: 5_000_000 })).toBe('my order');
  });
});
