import { expect, test } from 'vitest';
import type { RouteHop } from '#lib/domain/route/swap-route.ts';
import { v3Path } from './v3-path.ts';

const A = `0x${'A'.repeat(40)}` as const;
const B = `0x${'b'.repeat(40)}` as const;
const C = `0x${'c'.repeat(40)}` as const;

function hop(
  tokenIn: typeof A | typeof B,
  tokenOut: typeof B | typeof C,
  feePpm: number,
): RouteHop {
  const amounts = { amountIn: 1n, amountOut: 1n, feeAmount: 0n, ticksCrossed: 0 };
  return { pool: A, kind: 'v3', feePpm, tokenIn, tokenOut, ...amounts };
}

const hops = [hop(A, B, 500), hop(B, C, 10_000)];

test('tokens alternate with three bytes of fee, in the order of the swap', () => {
  const text = `0x${A.slice(2)}0001f4${B.slice(2)}002710${C.slice(2)}`;
  expect(v3Path(hops, 'forwards')).toBe(text.toLowerCase());
});

test('exact outputs are written from the output back', () => {
  const text = `0x${C.slice(2)}002710${B.slice(2)}0001f4${A.slice(2)}`;
  expect(v3Path(hops, 'backwards')).toBe(text.toLowerCase());
});

test('no hops are no path', () => {
  expect(() => v3Path([], 'forwards')).toThrow(RangeError);
});
