import { BaseError, encodeErrorResult, UserRejectedRequestError } from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseCustodyAbi as abi } from '#contracts-abi/abis/clearing-house-custody.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';
import { CustodyError, custodyFailure } from './custody-failure.ts';

/** As a node answers: the reason is in the innermost cause. */
function reverted(data: `0x${string}`): BaseError {
  const inner = Object.assign(new Error('execution reverted'), { data });
  return new BaseError('The call failed.', { cause: new BaseError('Reverted.', { cause: inner }) });
}

const ACCOUNT = `0x${'11'.repeat(20)}` as const;

describe('why money was not moved', () => {
  it.each([
    [encodeErrorResult({ abi, errorName: 'ClearingHousePaused' }), 'custody/paused'],
    [
      encodeErrorResult({ abi, errorName: 'DepositsStopped', args: [1n] }),
      'custody/deposits-stopped',
    ],
    [
      encodeErrorResult({ abi, errorName: 'AccountExiting', args: [ACCOUNT, 5n] }),
      'custody/account-exiting',
    ],
    [encodeErrorResult({ abi, errorName: 'NothingToDeposit' }), 'custody/refused'],
    ['0xdeadbeef', 'custody/reverted'],
  ] as const)('is what the contract said: %s', (data, code) => {
    expect(custodyFailure(reverted(data)).code).toBe(code);
  });

  it('is what the wallet, the exchange or the page said, with their codes', () => {
    const rejected = new UserRejectedRequestError(new Error('no'));
    expect(custodyFailure(rejected).code).toBe('wallet/rejected');
    const frozen = new RequestError('The account is frozen.', { code: 'account/frozen' });
    expect(custodyFailure(frozen)).toEqual({
      code: 'account/frozen',
      text: 'The account is frozen.',
    });
    const own = { code: 'wallet/failed', text: 'No signature.' };
    expect(custodyFailure(new CustodyError(own))).toEqual(own);
  });

  it.each([
    'wallet/account-changed',
    'swap/approval-reverted',
    'swap/permit-refused',
    'swap/insufficient-funds',
    'swap/dropped',
  ] as const)('does not speak of swaps: %s', (code) => {
    expect(custodyFailure(new SwapError(code)).text).not.toMatch(/swap/i);
  });
});
