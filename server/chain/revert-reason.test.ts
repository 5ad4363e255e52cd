import {
  BaseError,
  encodeErrorResult,
  InvalidInputRpcError,
  RpcRequestError,
  UserRejectedRequestError,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { revertData, revertReason } from './revert-reason.ts';

const ACCOUNT = `0x${'a1'.repeat(20)}` as const;
const URL = 'http://127.0.0.1';

describe('why a call was undone', () => {
  it('is an error of the clearing house with its arguments by name', () => {
    const data = encodeErrorResult({
      abi: clearingHouseAbi,
      errorName: 'InsufficientBalance',
      args: [ACCOUNT, 2n, 5n, 7n],
    });
    expect(revertReason(data)).toEqual({
      code: 'InsufficientBalance',
      args: { account: expect.stringMatching(/^0xa1/i), asset: 2n, balance: 5n, needed: 7n },
      data,
    });
  });

  it('may have no arguments', () => {
    const data = encodeErrorResult({ abi: clearingHouseAbi, errorName: 'BalanceOutOfRange' });
    expect(revertReason(data)).toEqual({ code: 'BalanceOutOfRange', args: {}, data });
  });

  it.each([
    // Error("no") and Panic(0x11), as Solidity itself gives them.
    [
      `0x08c379a0${'20'.padStart(64, '0')}${'2'.padStart(64, '0')}${'6e6f'.padEnd(64, '0')}`,
      'Error',
    ],
    [`0x4e487b71${'11'.padStart(64, '0')}`, 'Panic'],
    ['0xdeadbeef', 'UnknownError'],
    ['0x12', 'UnknownError'],
    ['0x', 'WithoutReason'],
  ] as const)('%s is %s', (data, code) => {
    expect(revertReason(data)).toMatchObject({ code, data });
  });
});

describe('the bytes in what a node answers', () => {
  const answer = (message: string, data?: unknown) =>
    new BaseError('outer', {
      cause: new RpcRequestError({ body: {}, error: { code: 3, message, data }, url: URL }),
    });

  it.each([
    [answer('execution reverted', '0x1234'), '0x1234'],
    [answer('execution reverted', { data: '0x1234' }), '0x1234'],
    [new InvalidInputRpcError(answer('execution reverted', '0x1234')), '0x1234'],
    [new UserRejectedRequestError(answer('execution reverted', '0x1234')), '0x1234'],
    [answer('execution reverted'), '0x'],
    [answer('gas required exceeds allowance: out of gas'), '0x'],
    [answer('header not found'), null],
    [answer('insufficient funds', 'Reverted 0x12'), null],
    [new Error('execution reverted'), null],
    [null, null],
  ])('%s', (error, expected) => {
    expect(revertData(error)).toBe(expected);
  });
});
