import { describe, expect, it } from 'vitest';
import { axisShiftMs } from './axis-shift.ts';

describe('axisShiftMs', () => {
  it('moves hours to the viewer’s zone, whose offset counts westward', () => {
    expect(axisShiftMs('15m', -120)).toBe(7_200_000);
    expect(axisShiftMs('4h', 300)).toBe(-18_000_000);
  });

  it('keeps days and weeks where they are', () => {
    expect(axisShiftMs('1w', -120)).toBe(0);
    expect(axisShiftMs('1d', -120)).toBe(0);
  });
});
