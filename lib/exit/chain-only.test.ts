import { expect, test } from 'vitest';
import { isChainOnly } from './chain-only.ts';

test.each([
  ['/exit', true],
  ['/exit/', true],
  ['/exits', false],
  ['/status', false],
  ['/', false],
])('%s talks to the chain alone: %s', (path, expected) => {
  expect(isChainOnly(path)).toBe(expected);
});
