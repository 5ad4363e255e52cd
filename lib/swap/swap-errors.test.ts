import { describe, expect, it } from 'vitest';
import { isSwapErrorCode, SwapError, swapErrors } from './swap-errors.ts';

describe('swapErrors', () => {
  it.each(Object.entries(swapErrors))('%s is told in whole sentences', (code, text) => {
    expect(code).toMatch(/^(?:wallet|swap|chain|token)\/[a-z0-9]+(?:-[a-z0-9]+)*$/u);
    expect(text.title).toMatch(/^[A-Z].*[^.]$/u);
    expect(text.happened).toMatch(/^[A-Z].*\.$/u);
    expect(text.remedy).toMatch(/^[A-Z].*\.$/u);
  });

  it('knows its own codes and no inherited names', () => {
    expect(isSwapErrorCode('wallet/rejected')).toBe(true);
    expect(isSwapErrorCode('wallet/other')).toBe(false);
    expect(isSwapErrorCode('constructor')).toBe(false);
  });

  it('makes errors that carry code, sentence and cause', () => {
    const cause = new Error('4001');
    const error = new SwapError('wallet/rejected', { cause });
    expect(error).toMatchObject({ code: 'wallet/rejected', cause });
    expect(error.message).toBe('wallet/rejected: You declined the request in your wallet.');
  });
});
