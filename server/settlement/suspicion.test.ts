import { beforeEach, describe, expect, it } from 'vitest';
import { Suspicion } from './suspicion.ts';

let timeMs: number;
let suspicion: Suspicion;

beforeEach(() => {
  timeMs = 1_000;
  suspicion = new Suspicion({ now: () => timeMs, whileMs: 300 });
});

/** Looks a while after the last look, and finds one after another. */
function finds(afterMs: number, ...names: string[]): boolean[] {
  timeMs += afterMs;
  suspicion.looks();
  return names.map((name) => suspicion.isCertain({ name, alone: name.startsWith('alone') }));
}

describe('what is wrong with batches', () => {
  it('is certain when it is found again a while later, and not before', () => {
    expect([finds(0, 'a'), finds(299, 'a'), finds(1, 'a')]).toEqual([[false], [false], [true]]);
  });

  it('needs no while of its own when batches were refused for one', () => {
    expect(finds(0, 'a')).toEqual([false]);
    expect(finds(300, 'a', 'b', 'c')).toEqual([true, true, true]);
  });

  it('is found in other words at every look, and certain all the same', () => {
    expect(finds(0, 'a')).toEqual([false]);
    expect(finds(200, 'b')).toEqual([false]);
    expect(finds(100, 'c')).toEqual([true]);
  });

  it('begins anew when a batch passes', () => {
    finds(0, 'a');
    suspicion.passed();
    expect(finds(300, 'a', 'b')).toEqual([false, false]);
  });

  it('is not certain by what was found before a look that found nothing, or failed', () => {
    finds(0, 'a');
    suspicion.looks();
    expect(finds(300, 'b')).toEqual([false]);
    expect(finds(10, 'a')).toEqual([true]);
  });

  it('needs its own while where it counts alone', () => {
    finds(0, 'a');
    expect(finds(300, 'a', 'alone')).toEqual([true, false]);
    expect(finds(299, 'alone')).toEqual([false]);
    expect(finds(1, 'alone')).toEqual([true]);
  });
});
