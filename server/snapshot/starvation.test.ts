import { describe, expect, it } from 'vitest';
import { Starvation } from './starvation.ts';

describe('starvation', () => {
  it('is not a wait now and then', () => {
    const starvation = new Starvation([5_000, 0], 1_000);
    const looks = [1, 2, 3, 4].map((n) => starvation.look([5_000 + n * 899, n]));
    expect(looks).toEqual([false, false, false, false]);
  });

  it('of one thread makes all take their share for a while', () => {
    const starvation = new Starvation([0, 0], 1_000);
    expect(starvation.look([0, 901])).toBe(true);
    const later = Array.from({ length: 11 }, () => starvation.look([0, 901]));
    expect(later.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => true));
    expect(later.slice(9)).toEqual([false, false]);
  });

  it('begins anew when it comes again', () => {
    const starvation = new Starvation([0], 1_000);
    starvation.look([1_000]);
    for (let look = 0; look < 5; look += 1) starvation.look([1_000]);
    expect(starvation.look([2_000])).toBe(true);
    const later = Array.from({ length: 10 }, () => starvation.look([2_000]));
    expect(later.filter(Boolean)).toHaveLength(9);
  });
});
