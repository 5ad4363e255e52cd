import { describe, expect, it } from 'vitest';
import { ALL_MARKETS, NO_NOTIONAL_LIMIT } from '#lib/protocol/wire-agent-approval.ts';
import { deriveKeyScope, emptyKey } from './derive-key-scope.ts';

describe('what a new key may do', () => {
  it('is everything for thirty days, unless said otherwise', () => {
    expect(deriveKeyScope(emptyKey)).toEqual({
      limitProblem: null,
      reason: null,
      scope: {
        validMs: 30 * 86_400_000,
        markets: ALL_MARKETS,
        maxNotional: NO_NOTIONAL_LIMIT,
      },
    });
  });

  it('can be one market and one size', () => {
    const view = deriveKeyScope({ ...emptyKey, symbols: ['BTC-USDT'], limit: '1000.5', days: 1 });
    expect(view.scope).toMatchObject({ validMs: 86_400_000, maxNotional: 1_000_500_000n });
    const bits = view.scope?.markets ?? 0n;
    expect(bits > 0n && (bits & (bits - 1n)) === 0n).toBe(true);
  });

  it.each([
    ['0', /order nothing/],
    ['-5', /negative/],
    ['0.0000001', /6 decimals/],
    ['9007199254.740992', /that large/],
    ['a lot', /digits/],
  ])('refuses a limit of %s', (limit, problem) => {
    const view = deriveKeyScope({ ...emptyKey, limit });
    expect(view.limitProblem).toMatch(problem);
    expect(view.scope).toBeNull();
  });

  it('needs a market', () => {
    expect(deriveKeyScope({ ...emptyKey, symbols: [] })).toMatchObject({
      scope: null,
      reason: 'Choose at least one market.',
    });
  });
});
