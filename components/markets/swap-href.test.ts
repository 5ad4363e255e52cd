import { describe, expect, it } from 'vitest';
import { swapHref } from './swap-href.ts';

describe('swapHref', () => {
  it('buys the base with the quote', () => {
    expect(swapHref({ baseToken: 'LBTC', quoteToken: 'LUSD' })).toBe('/swap?from=LUSD&to=LBTC');
  });

  it('trades LUX itself, not its wrapper', () => {
    expect(swapHref({ baseToken: 'WLUX', quoteToken: 'LUSD' })).toBe('/swap?from=LUSD&to=LUX');
  });
});
