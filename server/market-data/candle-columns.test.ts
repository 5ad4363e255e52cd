import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candle } from '#lib/domain/candle.ts';
import { CandleColumns } from './candle-columns.ts';

const ticks = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const candles: fc.Arbitrary<Candle[]> = fc.uniqueArray(
  fc.record({
    startMs: fc.integer({ min: 0, max: 1_000 }),
    openTicks: ticks,
    highTicks: ticks,
    lowTicks: ticks,
    closeTicks: ticks,
    volumeLots: fc.maxSafeNat(),
  }),
  { selector: ({ startMs }) => startMs, maxLength: 30 },
);

it('gives back the candles that start in a range, as they were', () => {
  const time = fc.integer({ min: -10, max: 1_010 });
  fc.assert(
    fc.property(candles, time, time, (unordered, fromMs, toMs) => {
      const list = unordered.toSorted((a, b) => a.startMs - b.startMs);
      expect(new CandleColumns(list).between({ fromMs, toMs })).toEqual(
        list.filter(({ startMs }) => startMs >= fromMs && startMs < toMs),
      );
    }),
  );
});
