import { expect, test } from 'vitest';
import { formatCountdown, formatDuration } from './format-countdown.ts';

test.each([
  [-5, '0s'],
  [0, '0s'],
  [0.2, '1s'],
  [59, '59s'],
  [60, '1m 00s'],
  [3_599, '59m 59s'],
  [3_600, '1h 00m 00s'],
  [86_399, '23h 59m 59s'],
  [183_661, '2d 03h 01m'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatCountdown(seconds)).toBe(text);
});

test.each([
  [1, '1 second'],
  [45, '45 seconds'],
  [60, '1 minute'],
  [120, '2 minutes'],
  [3_600, '1 hour'],
  [5_400, '90 minutes'],
  [86_400, '1 day'],
  [0, '0s'],
])('a span of %d seconds is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
