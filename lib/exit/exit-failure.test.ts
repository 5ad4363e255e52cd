import { BaseError, encodeErrorResult } from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseExitAbi as exitAbi } from '#contracts-abi/abis/clearing-house-exit.ts';
import { exitFailure } from './exit-failure.ts';

class NodeError extends BaseError {
  readonly data: unknown;
  constructor(data: unknown) {
    super('execution reverted');
    this.data = data;
  }
}

const SOMEBODY = `0x${'aa'.repeat(20)}` as const;

describe('exitFailure', () => {
  it('says what the contract said, however deep the node put it', () => {
    const data = encodeErrorResult({
      abi: exitAbi,
      errorName: 'ExitNotFinalisable',
      args: [SOMEBODY, 5n],
    });
    const error = new BaseError('failed', { cause: new NodeError(data) });
    expect(exitFailure(error).code).toBe('exit/too-early');
  });

  it('tells a refusal that it does not know from a wallet that failed', () => {
    expect(exitFailure(new NodeError('0xdeadbeef')).code).toBe('exit/refused');
    expect(exitFailure(new NodeError('0x')).code).toBe('wallet/failed');
    expect(exitFailure(undefined).code).toBe('wallet/failed');
  });

  it('says when the user declined, and when the chain is away', () => {
    expect(exitFailure(Object.assign(new Error('no'), { code: 4001 })).code).toBe(
      'wallet/rejected',
    );
    expect(exitFailure(new Error('Failed to fetch')).code).toBe('chain/unreachable');
  });
});
