import { describe, expect, it } from 'vitest';
import { Starvation } from './starvation.ts';

describe('starvation', () => {
  it('is not a wait now and then', () => {
    const starvation = new Starvation([5_000, 0], 1_000);
    const looks = [1, 2, 3, 4].map((n) => starvation.look([5_000 + n * 299, n]));
    expect(looks).toEqual([false, false, false, false]);
  });

  it('of one thread makes all take their share for a minute', () => {
    const starvation = new Starvation([0, 0], 1_000);
    expect(starvation.look([0, 301])).toBe(true);
    const later = Array.from({ length: 61 }, () => starvation.look([0, 301]));
    expect(later.slice(0, 59)).toEqual(Array.from({ length: 59 }, () => true));
    expect(later.slice(59)).toEqual([false, false]);
  });

  it('begins anew when it comes again', () => {
    const starvation = new Starvation([0], 1_000);
    starvation.look([400]);
    for (let look = 0; look < 50; look += 1) starvation.look([400]);
    expect(starvation.look([800])).toBe(true);
    const later = Array.from({ length: 60 }, () => starvation.look([800]));
    expect(later.filter(Boolean)).toHaveLength(59);
  });
});
