import { expect, test } from 'vitest';
import { type Address, isAddress, sameAddress, sortsBefore } from './address.ts';

const lower: Address = '0x00000000000000000000000000000000000000ab';
const upper: Address = '0x00000000000000000000000000000000000000AB';
const higher: Address = '0x0a000000000000000000000000000000000000ab';

test('letter case makes no difference to what an address names, nor to its place', () => {
  expect(sameAddress(lower, upper)).toBe(true);
  expect(sameAddress(lower, higher)).toBe(false);
  expect([sortsBefore(upper, higher), sortsBefore(higher, upper)]).toEqual([true, false]);
  expect([sortsBefore(lower, upper), sortsBefore(upper, lower)]).toEqual([false, false]);
});

test.each([
  '',
  '0x',
  'LUSD',
  `${lower}0`,
  lower.slice(0, -1),
  ` ${lower}`,
  lower.replace('a', 'g'),
])('“%s” is no address', (text) => {
  expect(isAddress(text)).toBe(false);
});
