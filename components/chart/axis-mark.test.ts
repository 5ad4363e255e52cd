import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import { expect, it } from 'vitest';
import { axisMark } from './axis-mark.ts';

const at = (iso: string) => (Date.parse(iso) / 1_000) as UTCTimestamp;

it.each([
  ['2026-01-01T00:00:00Z', TickMarkType.Year, '2026'],
  ['2026-01-01T00:00:00Z', TickMarkType.Month, 'Jan'],
  ['2026-12-01T00:00:00Z', TickMarkType.Month, 'Dec'],
  ['2026-11-09T00:00:00Z', TickMarkType.DayOfMonth, '9'],
  ['2026-11-30T23:45:00Z', TickMarkType.DayOfMonth, '30'],
])('%s as %i is %s', (iso, type, text) => {
  expect(axisMark(at(iso), type)).toBe(text);
});
