import type { SwapRoute } from '#lib/domain/route/swap-route.ts';

/** Whether outputs are collected in the router, to be checked and paid out together. */
export function collectsInRouter(route: SwapRoute): boolean {
  return route.output.kind === 'native' || (route.mode === 'exact-in' && route.legs.length > 1);
}

/**
 * Whether the coins are wrapped before anything else, and the router pays with what it holds.
 *
 * Otherwise it wraps as it pays, and where it lacks the coins it takes WLUX of the sender instead, if it
 * was ever allowed to. A V3 pool hands out its output first: a hostile token could have the router send
 * the coins elsewhere at that moment, and the sender would pay twice. Wrapped coins it can only make
 * the swap fail with. Parts of a split cannot be paid like this, and exact outputs cannot either.
 */
export function wrapsFirst({ input, mode, legs }: SwapRoute): boolean {
  return input.kind === 'native' && mode === 'exact-in' && legs.length === 1;
}
